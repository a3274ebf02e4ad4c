using System.Numerics;
using System.Security.Cryptography;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Check digits. All take digits as characters '0' to '9' and answer false for a wrong length.</summary>
internal static class Checksums
{
    private const string Base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const string Bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    // Values of letters in a VIN (49 CFR 565.15, table III) from A; I, O and Q are not used.
    private const string VinValues = "12345678\0" + "12345\0" + "7\0" + "923456789";

    private static ReadOnlySpan<int> VinWeights => [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

    /// <summary>ISO/IEC 7812-1 annex B. <paramref name="start"/> is the sum of a constant prefix (NPI: 24 for 80840).</summary>
    public static bool Luhn(ReadOnlySpan<char> digits, int start = 0)
    {
        var sum = start;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            sum += (i & 1) == 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
        }

        return digits.Length > 1 && sum % 10 == 0;
    }

    /// <summary>National Provider Identifier: Luhn over "80840" and ten digits (45 CFR 162.406), which begin with 1 or 2.</summary>
    public static bool Npi(ReadOnlySpan<char> digits) => digits.Length == 10 && digits[0] is '1' or '2' && Luhn(digits, 24);

    /// <summary>ABA routing number: weights 3, 7, 1.</summary>
    public static bool Aba(ReadOnlySpan<char> digits)
    {
        if (digits.Length != 9 || digits.IndexOfAnyExcept('0') < 0)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (digits[i] - '0') * (i % 3) switch { 0 => 3, 1 => 7, _ => 1 };
        }

        return sum % 10 == 0;
    }

    /// <summary>NHS number: weights 10 to 2, modulo 11.</summary>
    public static bool Nhs(ReadOnlySpan<char> digits)
    {
        if (digits.Length != 10)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (digits[i] - '0') * (10 - i);
        }

        var check = 11 - sum % 11;
        return (check == 11 ? 0 : check) == digits[9] - '0';
    }

    /// <summary>DEA number: (d1+d3+d5) + 2 (d2+d4+d6) ends in d7. Takes the seven digits.</summary>
    public static bool Dea(ReadOnlySpan<char> digits) =>
        digits.Length == 7 && (digits[0] + digits[2] + digits[4] - 3 * '0' + 2 * (digits[1] + digits[3] + digits[5] - 3 * '0')) % 10 == digits[6] - '0';

    /// <summary>GTIN-14: weights 3 and 1 from the left.</summary>
    public static bool Gtin14(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (digits[i] - '0') * ((i & 1) == 0 ? 3 : 1);
        }

        return digits.Length == 14 && sum % 10 == 0;
    }

    /// <summary>VIN: 17 capitals and digits, the ninth is the check digit.</summary>
    public static bool Vin(ReadOnlySpan<char> vin)
    {
        if (vin.Length != 17)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            var c = vin[i];
            var value = char.IsAsciiDigit(c) ? c - '0' : VinValue(c);
            if (value < 0)
            {
                return false;
            }

            sum += value * VinWeights[i];
        }

        return vin[8] == (sum % 11 == 10 ? 'X' : (char)('0' + sum % 11));
    }

    /// <summary>IBAN: modulo 97 after moving the first four to the end (ISO 13616). Takes capitals and digits.</summary>
    public static bool Iban(ReadOnlySpan<char> iban)
    {
        var remainder = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = iban[(i + 4) % iban.Length];
            remainder = char.IsAsciiDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + c - 'A' + 10) % 97;
        }

        return remainder == 1;
    }

    /// <summary>Bitcoin address of the old form: 25 bytes in base 58, the last four a double SHA-256 of the others.</summary>
    public static bool Base58Check(ReadOnlySpan<char> address)
    {
        var value = BigInteger.Zero;
        foreach (var c in address)
        {
            var digit = Base58.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = value * 58 + digit;
        }

        Span<byte> bytes = stackalloc byte[25];
        bytes.Clear();
        var count = value.GetByteCount(isUnsigned: true);
        if (address.Length is < 26 or > 35 || count > 25 || !value.TryWriteBytes(bytes[(25 - count)..], out _, isUnsigned: true, isBigEndian: true))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..21], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[21..]);
    }

    /// <summary>Bitcoin address of the segregated form (BIP 173 and 350). Takes lower case.</summary>
    public static bool Bech32Check(ReadOnlySpan<char> address)
    {
        // The prefix "bc" expanded: high bits, zero, low bits.
        var check = 1u;
        foreach (var value in (ReadOnlySpan<int>)[3, 3, 0, 2, 3])
        {
            check = Step(check, value);
        }

        foreach (var c in address[3..])
        {
            var value = Bech32.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            check = Step(check, value);
        }

        return check is 1 or 0x2bc830a3;
    }

    private static uint Step(uint check, int value)
    {
        var top = check >> 25;
        check = (check & 0x1ffffff) << 5 ^ (uint)value;
        ReadOnlySpan<uint> generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        for (var i = 0; i < 5; i++)
        {
            check ^= (top >> i & 1) == 0 ? 0 : generators[i];
        }

        return check;
    }

    private static int VinValue(char c) => c is >= 'A' and <= 'Z' && VinValues[c - 'A'] != '\0' ? VinValues[c - 'A'] - '0' : -1;
}
