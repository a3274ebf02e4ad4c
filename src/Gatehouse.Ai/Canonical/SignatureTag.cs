namespace Gatehouse.Ai.Canonical;

/// <summary>
/// Says who minted a signature or an encrypted thought that a client keeps and sends back: a prefix that surfaces put on when they translate
/// and take off when they decode. What has no prefix was minted by the vendor of the surface's own dialect (bytes that passed through).
/// </summary>
internal static class SignatureTag
{
    private const string Mark = "ghs1.";

    /// <summary>The value with its origin.</summary>
    public static string Put(Dialect origin, string value) => $"{Mark}{(int)origin}.{value}";

    /// <summary>Origin and value as minted. <paramref name="own"/>: the dialect of the surface.</summary>
    public static (Dialect? Origin, string Value) Take(string tagged, Dialect own)
    {
        if (!tagged.StartsWith(Mark, StringComparison.Ordinal))
        {
            return (own, tagged);
        }

        var rest = tagged.AsSpan(Mark.Length);
        return rest.Length > 1 && rest[1] == '.' && Enum.IsDefined((Dialect)(rest[0] - '0'))
            ? ((Dialect)(rest[0] - '0'), rest[2..].ToString())
            : (null, tagged);
    }
}
