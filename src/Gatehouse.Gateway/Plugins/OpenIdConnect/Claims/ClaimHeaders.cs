using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>Which claims become which fields.</summary>
internal sealed class ClaimHeaders
{
    private readonly (ClaimPath[] Paths, HeaderName Name)[] _headers;

    public ClaimHeaders(IEnumerable<(string Claim, string Name)> headers)
        => _headers = [.. headers.Select(h => (PathsOf(h.Claim), new HeaderName(h.Name)))];

    /// <summary>The fields' names.</summary>
    public IEnumerable<HeaderName> Names => _headers.Select(h => h.Name);

    /// <summary>The fields that these claims give.</summary>
    public (HeaderName Name, byte[] Value)[] Of(IVerifiedClaims claims)
    {
        var fields = new List<(HeaderName, byte[])>();
        foreach (var (paths, name) in _headers)
        {
            if (paths.Select(p => ClaimValues.FieldValue(claims, p)).FirstOrDefault(v => v is not null) is { } value)
            {
                fields.Add((name, Encoding.UTF8.GetBytes(value)));
            }
        }

        return [.. fields];
    }

    // Names of claims may hold dots (URLs do), so the whole name comes first.
    private static ClaimPath[] PathsOf(string claim)
        => claim.Contains('.', StringComparison.Ordinal) && claim.Split('.') is var levels && levels.All(l => l.Length > 0)
            ? [new ClaimPath(claim), new ClaimPath(levels)]
            : [new ClaimPath(claim)];
}
