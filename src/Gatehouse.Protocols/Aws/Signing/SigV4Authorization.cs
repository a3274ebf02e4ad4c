namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>
/// The value of <c>Authorization</c>, read strictly: three members in the order that every SDK writes, a comma and perhaps spaces between,
/// each once, signature of 64 lower-case hexadecimal digits, signed headers lower case, ascending and without repetition.
/// </summary>
internal sealed record SigV4Authorization(string AccessKeyId, SigV4Scope Scope, string[] SignedHeaders, string Signature)
{
    private const int LongestAccessKeyId = 128;

    public static SigV4Authorization? TryParse(string value, int maxSignedHeaders)
    {
        string[] members = value[SigV4Signature.Algorithm.Length..].Split(',');
        if (members.Length != 3
            || members[0] is not [' ', ..]
            || Member(members[0], "Credential=") is not { } credential
            || Member(members[1], "SignedHeaders=") is not { } signed
            || Member(members[2], "Signature=") is not { Length: 2 * SigV4Signature.Bytes } signature
            || signature.AsSpan().ContainsAnyExcept(LowerHex)
            || credential.Split('/') is not [var key, { Length: 8 } date, var region, var service, SigV4Scope.Terminator]
            || key.Length is 0 or > LongestAccessKeyId || !key.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            || !date.All(char.IsAsciiDigit) || !IsName(region) || !IsName(service))
        {
            return null;
        }

        string[] headers = signed.Split(';');
        return headers.Length <= maxSignedHeaders && AreHeaders(headers) ? new(key, new SigV4Scope(date, region, service), headers, signature) : null;
    }

    private static System.Buffers.SearchValues<char> LowerHex { get; } = System.Buffers.SearchValues.Create("0123456789abcdef");

    private static string? Member(string text, string name)
    {
        var rest = text.AsSpan().TrimStart(' ');
        return rest.StartsWith(name, StringComparison.Ordinal) ? rest[name.Length..].ToString() : null;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static bool AreHeaders(string[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            // RFC 9110 §5.6.2 in lower case. Ascending without repetition, so that one set of headers has one spelling.
            bool isToken = names[i] == SigV4Signature.Authority || (names[i].Length > 0 && names[i].All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)));
            if (!isToken || (i > 0 && string.CompareOrdinal(names[i - 1], names[i]) >= 0))
            {
                return false;
            }
        }

        return true;
    }
}
