import { describe, expect, it } from 'vitest';
import { withoutRandom } from '../../src/text/redact/random.ts';

/** Where a name ends and chance begins, at the edge itself: parts of a letter or two, of three, of four and more. */
describe('what is made of parts', () => {
  it.each<[what: string, word: string, stays: boolean]>([
    ['numbers that end words', 'Srv1_App2_Bin3_Lib4_Etc5_Var6_Tmp7', true],
    ['numbers that begin words', '1Srv_2App_3Bin_4Lib_5Etc_6Var_7Tmp', true],
    ['numbers amid letters', 'Srv1App2Bin3Lib4Etc5Var6Tmp7Usr', false],
    ['six short words and five long ones', 'DoItAsIsInOnServerClientManagerFactoryProvider', true],
    ['six short words and four long ones', 'DoItAsIsInOnServerClientManagerFactory', false],
    ['six short words, and numbers that are no words', 'DoItAsIsInOn_1000_2000_3000_4000_5000', false],
    ['six short words, and others of three letters', 'DoItAsIsInOnAppBinLibEtcVarTmpUsr', false],
    ['five short words in 25 letters', 'AaBbCcDdEeFfgGghHhiIijJjk', true],
    ['six short words in 24 letters', 'AaBbCcDdEeFfGghHhiIijJjk', false],
    ['five short words in 28 letters', 'AaBbCcDdEeFfgGghHhiIijJjkKkl', false],
    ['four short words and no long one', 'AaBbCcDdFfgGghHhiIijJjkKklLlmMmn', true],
    ['capitals alone', 'AB_CD_EF_GH_IJ_KL_MN_OP_QR', true],
    ['small letters alone', 'ab1cd2ef3gh4ij5kl6mn7op8qr', true],
    ['three slashes in 26 letters', 'Ab/Cd/Ef/GhIjKlMnOpQrStUvWx', true],
    ['two slashes in 29 letters', 'Ab/Cd/EfGhIjKlMnOpQrStUvWxYzAb', false],
    ['19 letters', 'AbCdEfGhIjKlMnOpQrS', true],
    ['20 letters', 'AbCdEfGhIjKlMnOpQrSt', false],
    ['a digest', 'sha256-AbCdEfGhIjKlMnOpQrSt', true],
  ])('%s: %s', (_, word, stays) => {
    expect(withoutRandom(`run ${word} now`, '[redacted]')).toBe(`run ${stays ? word : '[redacted]'} now`);
  });
});
