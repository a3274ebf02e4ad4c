using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>
/// Parameters of a request to an endpoint, from query and body (form, JSON or multipart); the body wins, as in Kong. A copy: the
/// exchange may change meanwhile.
/// </summary>
internal sealed class EndpointParameters
{
    /// <summary>Every parameter that an endpoint looks at. None may be repeated (RFC 6749 sections 3.1 and 3.2).</summary>
    private static readonly string[] Names =
    [
        "client_id", "client_secret", "grant_type", "response_type", "redirect_uri", "scope", "state", "code", "code_challenge",
        "code_challenge_method", "code_verifier", "refresh_token", "provision_key", "authenticated_userid", "token", "token_type_hint",
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notText = new(StringComparer.Ordinal);

    public EndpointParameters(Exchange exchange, ReadOnlySpan<byte> body)
    {
        var request = exchange.Request;
        foreach (string name in Names)
        {
            byte[] nameBytes = Encoding.UTF8.GetBytes(name);
            var match = BodyParameters.Find(request.Headers, body, nameBytes, out byte[] value);
            if (match == ParameterMatch.None)
            {
                match = QueryParameters.Find(request.Query, nameBytes, new byte[request.Query.Length], out var found);
                value = found.ToArray();
            }

            Keep(name, match, value);
        }
    }

    /// <summary>A parameter that was given more than once; null when none was.</summary>
    public string? Repeated { get; private set; }

    /// <summary>The text of a parameter, null when it is missing or no text.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether a parameter is there but no text: a JSON number, a name without a value.</summary>
    public bool IsNoText(string name) => _notText.Contains(name);

    private void Keep(string name, ParameterMatch match, byte[] value)
    {
        if (match == ParameterMatch.Several)
        {
            Repeated ??= name;
        }
        else if (match == ParameterMatch.NoText || (match == ParameterMatch.One && !System.Text.Unicode.Utf8.IsValid(value)))
        {
            _notText.Add(name);
        }
        else if (match == ParameterMatch.One)
        {
            _values[name] = Encoding.UTF8.GetString(value);
        }
    }
}
