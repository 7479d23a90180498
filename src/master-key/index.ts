export { type OpenedKeys, openSecretBox } from './open-secret-box.ts';
export { type Resealed, type RotationStep, rotateMasterKey } from './rotate-master-key.ts';
export { WrongMasterKeyError } from './wrong-master-key-error.ts';
