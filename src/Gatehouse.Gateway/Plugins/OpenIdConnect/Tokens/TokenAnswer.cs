using System.Text.Json;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>A token endpoint's answer (RFC 6749 section 5.1).</summary>
internal sealed record TokenAnswer
{
    /// <summary>Stands for what is no error of the registered kind.</summary>
    public const string UnknownError = "unknown";

    // No lifetime that is longer means anything; and no sum may overflow.
    private const double LongestLifetime = 31_536_000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public required string AccessToken { get; init; }

    public string? IdToken { get; init; }

    public string? RefreshToken { get; init; }

    public string? Scope { get; init; }

    /// <summary>How long the access token works; null when it does not say.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Reads an answer; null when it is none, or its token is no bearer token.</summary>
    public static TokenAnswer? Read(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "access_token") is not { Length: > 0 } token
                || !"bearer".Equals(Text(root, "token_type"), StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            return new TokenAnswer
            {
                AccessToken = token,
                IdToken = Text(root, "id_token"),
                RefreshToken = Text(root, "refresh_token"),
                Scope = Text(root, "scope"),
                ExpiresIn = Seconds(root),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The error of a refusal (RFC 6749 section 5.2), or <see cref="UnknownError"/> where it is not one of the registered kind.</summary>
    public static string ErrorOf(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && Text(document.RootElement, "error") is { Length: > 0 and <= 64 } error
                && error.All(c => char.IsAsciiLetterLower(c) || c == '_') ? error : UnknownError;
        }
        catch (JsonException)
        {
            return UnknownError;
        }
    }

    /// <summary>Nothing of the tokens.</summary>
    public override string ToString() => nameof(TokenAnswer);

    private static string? Text(JsonElement root, string name)
        => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Some providers write the number as a text.
    private static TimeSpan? Seconds(JsonElement root)
        => root.TryGetProperty("expires_in", out var value)
            && ((value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double seconds))
                || (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out seconds)))
            && seconds >= 0
                ? TimeSpan.FromSeconds(Math.Min(seconds, LongestLifetime))
                : null;
}
