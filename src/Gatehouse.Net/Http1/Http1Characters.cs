using System.Buffers;

namespace Gatehouse.Net.Http1;

/// <summary>Character classes of RFC 9110 §5.6, RFC 9112 §3 and RFC 3986 §2 and §3.2.2, as sets the runtime searches with vectors.</summary>
internal static class Http1Characters
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    /// <summary>tchar.</summary>
    public static readonly SearchValues<byte> Token = Create("!#$%&'*+-.^_`|~" + Digits + Letters);

    /// <summary>What must not stand in a field value: control bytes other than TAB, and DEL. Bytes from 0x80 on (obs-text) may.</summary>
    public static readonly SearchValues<byte> NotInValue = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(b => b != '\t').Select(b => (byte)b), 0x7f]);

    /// <summary>
    /// What may stand in a request-target: visible ASCII without the fragment's number sign, and bytes from 0x80 on. RFC 3986 wants
    /// those %-encoded; clients send raw UTF-8 all the same, and nginx passes it.
    /// </summary>
    public static readonly SearchValues<byte> Target = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x100 - 0x21).Where(b => b is not ('#' or 0x7f)).Select(b => (byte)b)]);

    /// <summary>reg-name without pct-encoded.</summary>
    public static readonly SearchValues<byte> RegName = Create("-._~!$&'()*+,;=" + Digits + Letters);

    /// <summary>Inside the brackets of an IPv6 literal.</summary>
    public static readonly SearchValues<byte> IPv6 = Create(":." + Digits + "abcdefABCDEF");

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsFieldValue(ReadOnlySpan<byte> value) => !value.ContainsAny(NotInValue);

    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    /// <summary>Value of a hexadecimal digit, −1 for anything else.</summary>
    public static int HexValue(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    /// <summary>Without optional white space (SP, HTAB) on either side.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0, end = text.Length;
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return text[start..end];
    }

    private static SearchValues<byte> Create(string characters) => SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
