using System.Globalization;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Prefixes and lengths of payment card networks (ISO/IEC 7812 issuer identification numbers in use), and the sample numbers of payment providers.</summary>
internal static class CardNetworks
{
    private static readonly HashSet<string> Samples =
    [
        "4111111111111111", "4242424242424242", "4012888888881881", "4000056655665556", "5555555555554444", "5105105105105100", "2223003122003222",
        "5200828282828210", "378282246310005", "371449635398431", "6011111111111117", "6011000990139424", "30569309025904", "38520000023237",
        "3530111333300000", "3566002020360505", "4222222222222", "5454545454545454", "4000000000000002", "4000000000003220", "4917610000000000",
    ];

    public static bool IsSample(ReadOnlySpan<char> digits) => Samples.GetAlternateLookup<ReadOnlySpan<char>>().Contains(digits);

    public static bool Matches(ReadOnlySpan<char> digits)
    {
        var six = int.Parse(digits[..6], CultureInfo.InvariantCulture);
        var (four, three, two) = (six / 100, six / 1000, six / 10000);
        return digits.Length switch
        {
            13 => digits[0] == '4',
            14 => three is >= 300 and <= 305 || two is 36 or 38 or 39,
            15 => two is 34 or 37 || four is 1800 or 2131,
            16 => digits[0] == '4' || two is >= 51 and <= 55 or 62 or 65 || four is >= 2221 and <= 2720 || four is 6011 || three is >= 644 and <= 649 || four is >= 3528 and <= 3589
                || two is 50 or >= 56 and <= 58 or 60 or 63 or 67,
            _ => digits[0] == '4' || two == 62 || two is 50 or >= 56 and <= 58 or 63 or 67,
        };
    }
}
