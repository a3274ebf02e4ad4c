namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>International bank account numbers (ISO 13616): lengths by country, of the registry's larger entries.</summary>
internal static class Ibans
{
    private const string Lengths = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 "
        + "GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 "
        + "QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

    /// <summary>Length that an IBAN of that beginning has; 0 for no country.</summary>
    public static int LengthOf(ReadOnlySpan<char> code)
    {
        if (code.Length < 5 || !char.IsAsciiLetterUpper(code[0]) || !char.IsAsciiLetterUpper(code[1]) || !char.IsAsciiDigit(code[2]) || !char.IsAsciiDigit(code[3]))
        {
            return 0;
        }

        for (var i = 0; i < Lengths.Length; i += 5)
        {
            if (Lengths[i] == code[0] && Lengths[i + 1] == code[1])
            {
                return (Lengths[i + 2] - '0') * 10 + Lengths[i + 3] - '0';
            }
        }

        return 0;
    }

    public static bool IsIban(ReadOnlySpan<char> code) => LengthOf(code) == code.Length && Checksums.Iban(code);

    /// <summary>Length of the IBAN that a run of capitals and digits begins with, 0 for none.</summary>
    public static int Find(ReadOnlySpan<char> code) => LengthOf(code) is > 0 and var length && length <= code.Length && Checksums.Iban(code[..length]) ? length : 0;
}
