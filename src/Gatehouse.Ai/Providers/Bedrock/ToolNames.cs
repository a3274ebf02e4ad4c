using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Ids of calls and names of documents in the letters that Converse allows.</summary>
internal static class ToolNames
{
    private const int LongestId = 64;
    private const int LongestDocument = 200;

    private static readonly SearchValues<char> IdLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>An id of a call, <c>[a-zA-Z0-9_-]{1,64}</c>. One that is not becomes a digest, the same for the call and its result.</summary>
    public static string IdOf(string id)
        => id.Length is > 0 and <= LongestId && !id.AsSpan().ContainsAnyExcept(IdLetters)
            ? id
            : "call_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    /// <summary>A document's name: letters, digits, single spaces, hyphens, parentheses and brackets (AWS's DocumentBlock).</summary>
    public static string DocumentOf(string? name)
    {
        int dot = name?.LastIndexOf('.') ?? -1;
        var text = new StringBuilder();
        foreach (char c in dot > 0 ? name.AsSpan(0, dot) : name)
        {
            char allowed = char.IsAsciiLetterOrDigit(c) || c is '-' or '(' or ')' or '[' or ']' ? c : c == ' ' ? ' ' : '-';
            if (text.Length < LongestDocument && !(allowed == ' ' && (text.Length == 0 || text[^1] == ' ')))
            {
                text.Append(allowed);
            }
        }

        string made = text.ToString().TrimEnd();
        return made.Length == 0 ? "document" : made;
    }
}
