using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>Words that a claim must hold: one of the elements, and of it every blank-separated word, as Kong means it.</summary>
internal sealed class RequiredWords(IReadOnlyList<string> path, IReadOnlyList<string> required, string reason)
{
    private readonly ClaimPath _path = new(path);
    private readonly string[][] _alternatives = [.. required.Select(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>A word of a small set, for reports.</summary>
    public string Reason => reason;

    /// <summary>Whether anything is required.</summary>
    public bool IsEmpty => _alternatives.Length == 0;

    /// <summary>Whether the claims have it.</summary>
    public bool IsMetBy(IVerifiedClaims claims)
    {
        if (IsEmpty)
        {
            return true;
        }

        var words = ClaimValues.Words(claims, _path);
        return _alternatives.Any(all => all.Length > 0 && all.All(w => words.Contains(w, StringComparer.Ordinal)));
    }
}
