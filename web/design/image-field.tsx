import { Box, Button, FileButton, Group, Image, Input, Stack } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * An image that is uploaded the moment that it is chosen.
 *
 * @param onChoose takes the file as base64, as the uploads of images do
 */
export function ImageField({
  label,
  description,
  alt,
  url,
  error,
  isUploading,
  isReadOnly = false,
  onChoose,
  onRemove,
}: ImageFieldProps) {
  const { t } = useTranslation();
  const labelId = useId();
  return (
    <Stack gap={4} role="group" aria-labelledby={labelId}>
      <Input.Label component="span" id={labelId}>
        {label}
      </Input.Label>
      <Input.Description>{description}</Input.Description>
      {url !== null && (
        <Box py={4}>
          <Image src={url} alt={alt} h={96} w="auto" maw="100%" fit="contain" radius="sm" />
        </Box>
      )}
      {!isReadOnly && (
        <Group gap="xs">
          <FileButton
            accept="image/png,image/jpeg,image/gif,image/webp"
            onChange={(file) => {
              if (file !== null) void readAsBase64(file).then(onChoose);
            }}
          >
            {(props) => (
              <Button
                {...props}
                variant="default"
                size="xs"
                leftSection={<IconPhoto size={16} aria-hidden />}
                loading={isUploading}
              >
                {t(url === null ? 'imageField.choose' : 'imageField.replace')}
              </Button>
            )}
          </FileButton>
          {url !== null && (
            <Button variant="subtle" size="xs" onClick={onRemove}>
              {t('imageField.remove')}
            </Button>
          )}
        </Group>
      )}
      {error !== undefined && <Input.Error role="alert">{error}</Input.Error>}
    </Stack>
  );
}

interface ImageFieldProps {
  label: string;
  description: string;
  alt: string;
  /** Where the chosen image is; null for none. */
  url: string | null;
  error: string | undefined;
  isUploading: boolean;
  isReadOnly?: boolean;
  onChoose: (base64: string) => void;
  onRemove: () => void;
}

/** https://www.rfc-editor.org/rfc/rfc2397: what stands after the comma of a data URL */
async function readAsBase64(file: File): Promise<string> {
  const dataUrl = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onloadend = () => {
      if (typeof reader.result === 'string') resolve(reader.result);
      else reject(reader.error ?? new Error('The file cannot be read'));
    };
    reader.readAsDataURL(file);
  });
  return dataUrl.slice(dataUrl.indexOf(',') + 1);
}
