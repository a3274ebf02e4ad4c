using System.Text.Json;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>Reads claims as providers write them.</summary>
internal static class ClaimValues
{
    // Nobody has more roles, and a request that has waits for nobody else.
    private const int MaxValues = 4096;

    /// <summary>
    /// The words of a claim: a text is a blank-separated list (RFC 6749 section 3.3), of an array its texts, of an object the names of its
    /// members (Keycloak's <c>organization</c>). Empty when it is absent or something else.
    /// </summary>
    public static List<string> Words(IVerifiedClaims claims, ClaimPath path)
    {
        var words = new List<string>();
        if (!claims.TryGetJson(path, out var json))
        {
            return words;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                words.AddRange(reader.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && words.Count < MaxValues)
                {
                    if (reader.TokenType == JsonTokenType.String)
                    {
                        words.Add(reader.GetString()!);
                    }

                    reader.Skip();
                }

                break;
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName && words.Count < MaxValues)
                {
                    words.Add(reader.GetString()!);
                    reader.Read();
                    reader.Skip();
                }

                break;
        }

        return words;
    }

    /// <summary>A claim that is one text or number; null when it is absent or something else.</summary>
    public static string? Text(IVerifiedClaims claims, ClaimPath path)
    {
        if (!claims.TryGetJson(path, out var json))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(json),
            _ => null,
        };
    }

    /// <summary>
    /// A claim as the value of a field: texts, numbers and booleans as they are, of an array those of its elements, of an object its
    /// member names, with commas between. What could split the field or the list is left out; null when nothing is left.
    /// </summary>
    public static string? FieldValue(IVerifiedClaims claims, ClaimPath path)
    {
        if (!claims.TryGetJson(path, out var json))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        string? value = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => System.Text.Encoding.ASCII.GetString(json),
            JsonTokenType.StartArray or JsonTokenType.StartObject => string.Join(", ", Words(claims, path).Where(w => IsFit(w) && !w.Contains(','))),
            _ => null,
        };
        return value is { Length: > 0 } && IsFit(value) ? value : null;
    }

    private static bool IsFit(string text) => text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
