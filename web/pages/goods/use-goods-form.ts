import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../client/kept';
import { toRefusalView } from '../../client/refusal';
import { type Outputs, trpc } from '../../client/trpc';
import { useToast } from '../../design/use-toast';
import { useTypedPointsProblem } from '../balance/points-input';
import { readTypedPoints } from '../balance/typed-points';
import { parseMessage, parseName } from '../../../domain/typed-text';

export type Goods = Outputs['catalogue']['get'];

interface Values {
  /** What was read when the typing began; another one meanwhile is refused. */
  version: number;
  name: string;
  description: string;
  /** As it is typed. */
  pricePoints: string;
  variants: string[];
  imageId: string | null;
  isAvailable: boolean;
  reason: string;
}

/** The form of goods: kept in this tab, judged at its fields, saved with a reason. */
export function useGoodsForm(goods: Goods | undefined) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const kept = useKept<Values>(`catalogue/2/${goods?.id ?? 'new'}`);
  const form = useForm<Values>({
    initialValues: kept.read() ?? valuesOf(goods),
    onValuesChange: kept.write,
    validate: {
      name: (name) => (parseName(name) === undefined ? t('goodsEditor.nameMissing') : null),
      description: (text) =>
        parseMessage(text) === undefined ? t('goodsEditor.descriptionMissing') : null,
      pricePoints: useTypedPointsProblem(),
      reason: (text) => (parseMessage(text) === undefined ? t('goodsEditor.reasonMissing') : null),
    },
  });
  const onError = (error: unknown) => {
    const issues = toRefusalView(error).issues ?? [];
    form.setErrors(Object.fromEntries(issues.map(({ path, message }) => [path, message])));
  };
  const leave = async (saved: Goods, text: string) => {
    kept.forget();
    client.setQueryData(trpc.catalogue.get.queryKey({ id: saved.id }), saved);
    toast(text);
    await navigate({ to: '/catalogue' });
    await client.invalidateQueries(trpc.catalogue.list.pathFilter());
  };
  const create = useMutation(
    trpc.catalogue.create.mutationOptions({
      onError,
      onSuccess: (made) => leave(made, t('goodsEditor.added')),
    }),
  );
  const update = useMutation(
    trpc.catalogue.update.mutationOptions({
      onError,
      onSuccess: (saved) => leave(saved, t('goodsEditor.saved')),
    }),
  );
  const save = {
    error: create.error ?? update.error,
    isPending: create.isPending || update.isPending,
    now: ({ version, pricePoints: text, ...rest }: Values) => {
      const typed = readTypedPoints(text);
      if (create.isPending || update.isPending || !typed.ok) return;
      const { points: pricePoints } = typed;
      if (goods === undefined) create.mutate({ ...rest, pricePoints });
      else update.mutate({ ...rest, pricePoints, id: goods.id, version });
    },
    loadNewest: async () => {
      if (goods === undefined) return;
      const options = trpc.catalogue.get.queryOptions({ id: goods.id });
      form.setValues(valuesOf(await client.fetchQuery({ ...options, staleTime: 0 })));
      update.reset();
    },
  };
  return { form, save };
}

function valuesOf(goods: Goods | undefined): Values {
  if (goods === undefined) return EMPTY;
  const { version, name, description, pricePoints, variants, imageId, isAvailable } = goods;
  return {
    ...{ version, name, description, variants, imageId, isAvailable, reason: '' },
    pricePoints: String(pricePoints),
  };
}

const EMPTY: Values = {
  ...{ version: 0, name: '', description: '', pricePoints: '', variants: [] },
  ...{ imageId: null, isAvailable: true, reason: '' },
};
