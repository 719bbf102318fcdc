import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '../../design/when';
import classes from './ticket-messages.module.css';
import type { Ticket } from './ticket-page';

/** What was written, oldest first; ours and theirs told apart by name and side. */
export function TicketMessages({ messages }: Pick<Ticket, 'messages'>) {
  const { t } = useTranslation();
  return (
    <Stack component="ol" gap="md" className={classes.messages}>
      {messages.map(({ id, author, text, at }) => (
        <li key={id} className={classes.message} data-author={author}>
          <Text size="sm" c="dimmed" mb={4}>
            <b>{t(`tickets.author.${author}`)}</b> <When at={at} />
          </Text>
          <Text size="sm" className={classes.text}>
            {text}
          </Text>
        </li>
      ))}
    </Stack>
  );
}
