using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Header fields by which Anthropic's clients are known.</summary>
internal static class AnthropicHeaders
{
    private static readonly HeaderName Version = new("anthropic-version");
    private static readonly HeaderName ApiKey = new("x-api-key");
    private static readonly HeaderName Beta = new("anthropic-beta");

    /// <summary>Whether a client speaks this dialect, on paths that others have too. A key alone counts: plain calls often leave the version out.</summary>
    public static bool AreIn(HeaderMap headers) => headers.Contains(Version) || headers.Contains(ApiKey);

    /// <summary>Names of the previews a client opted into; what is no token is left out, because it goes into a header field again.</summary>
    public static IReadOnlyList<string> Betas(HeaderMap headers)
    {
        if (!headers.Contains(Beta))
        {
            return [];
        }

        var names = new List<string>();
        foreach (var field in headers.Values(Beta))
        {
            foreach (string name in Encoding.UTF8.GetString(field.Value).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (names.Count < 64 && HttpSyntax.IsToken(name))
                {
                    names.Add(name);
                }
            }
        }

        return names;
    }
}
