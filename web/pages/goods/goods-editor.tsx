import {
  Anchor,
  Button,
  Group,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { imageUrl } from '../../../contracts/campaigns';
import { MAX_VARIANTS } from '../../../contracts/catalogue';
import { toRefusalView } from '../../client/refusal';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { ImageField } from '../../design/image-field';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { useRefusalTexts } from '../../design/refusal-texts';
import { PointsInput } from '../balance/points-input';
import { type Goods, useGoodsForm } from './use-goods-form';

/** What recipients see of goods, and why it is changed. */
export function GoodsEditor({ goods }: { goods: Goods | undefined }) {
  const { t } = useTranslation();
  const { form, save } = useGoodsForm(goods);
  const isChanged = save.error !== null && toRefusalView(save.error).code === 'goods_changed';
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link to="/catalogue" {...props} />}>
        <Group gap={4} component="span" display="inline-flex">
          <IconArrowLeft size={14} aria-hidden />
          {t('goodsEditor.back')}
        </Group>
      </Anchor>
      <PageHeader title={goods?.name ?? t('goodsEditor.new')} />
      <Panel p="lg" maw={640}>
        <form noValidate onSubmit={form.onSubmit(save.now)}>
          <Stack>
            <Fields form={form} />
            <Textarea
              label={t('goodsEditor.reason')}
              description={t('goodsEditor.reasonHint')}
              autosize
              minRows={2}
              required
              {...form.getInputProps('reason')}
            />
            <FormError error={save.error} />
            <Group justify="flex-end">
              {isChanged && (
                <Button variant="default" onClick={() => void save.loadNewest()}>
                  {t('goodsEditor.loadNewest')}
                </Button>
              )}
              <Button type="submit" loading={save.isPending}>
                {t(goods === undefined ? 'goodsEditor.add' : 'goodsEditor.save')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Panel>
    </>
  );
}

function Fields({ form }: Pick<ReturnType<typeof useGoodsForm>, 'form'>) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput label={t('goodsEditor.name')} required {...form.getInputProps('name')} />
      <Textarea
        label={t('goodsEditor.description')}
        description={t('goodsEditor.descriptionHint')}
        autosize
        minRows={3}
        required
        {...form.getInputProps('description')}
      />
      <PointsInput label={t('goodsEditor.price')} required {...form.getInputProps('pricePoints')} />
      <TagsInput
        label={t('goodsEditor.variants')}
        description={t('goodsEditor.variantsHint')}
        maxTags={MAX_VARIANTS}
        acceptValueOnBlur
        {...form.getInputProps('variants')}
      />
      <GoodsImage form={form} />
      <Switch
        label={t('goodsEditor.offered')}
        {...form.getInputProps('isAvailable', { type: 'checkbox' })}
      />
    </>
  );
}

function GoodsImage({ form }: Pick<ReturnType<typeof useGoodsForm>, 'form'>) {
  const { t } = useTranslation();
  const textsOf = useRefusalTexts();
  const { imageId, name } = form.values;
  const upload = useMutation(
    trpc.catalogue.uploadImage.mutationOptions({
      onSuccess: ({ id }) => form.setFieldValue('imageId', id),
    }),
  );
  const error =
    upload.error === null
      ? undefined
      : (toRefusalView(upload.error).issues?.[0]?.message ?? textsOf(upload.error).message);
  return (
    <ImageField
      label={t('goodsEditor.image')}
      description={t('goodsEditor.imageHint')}
      alt={t('goodsEditor.imageAlt', { name })}
      url={imageId === null ? null : imageUrl('', imageId)}
      error={error}
      isUploading={upload.isPending}
      onChoose={(file) => upload.mutate({ file })}
      onRemove={() => form.setFieldValue('imageId', null)}
    />
  );
}
