import { useTranslation } from 'react-i18next';
import classes from './brand.module.css';

/** The mark of our mails and pages, with the name. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <span className={classes.brand}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden focusable="false">
        <path className={classes.box} d={BOX} />
        <path className={classes.bow} d={BOW} />
      </svg>
      {t('shell.product')}
    </span>
  );
}

const BOX =
  'M4 11h7v10H6a2 2 0 0 1-2-2zM13 11h7v8a2 2 0 0 1-2 2h-5zM3 6.500h8V10H2.500V7a.5.5 0 0 1 .5-.5z' +
  'M13 6.500h8a.5.5 0 0 1 .5.5v3H13z';
const BOW =
  'M12 6.500C8 6.500 6.500 5 7 3.500S10.500 2.500 12 6.500z' +
  'M12 6.500C16 6.500 17.500 5 17 3.500S13.500 2.500 12 6.500z';
