// All of Mantine's styles are 30 kB compressed; those that come first must stand first.
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
