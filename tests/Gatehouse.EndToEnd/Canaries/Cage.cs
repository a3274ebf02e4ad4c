using System.Text;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>Every canary by name: texts that must be nowhere but where they were put.</summary>
internal sealed class Cage
{
    private readonly Dictionary<string, string> _canaries = new(StringComparer.Ordinal);

    /// <summary>A new canary, at least 40 characters that nothing else writes.</summary>
    public string New(string name) => Keep(name, $"canary-{name}-{Guid.NewGuid():N}");

    /// <summary>Watches for a text that is made elsewhere.</summary>
    public string Keep(string name, string text)
    {
        // Shorter ones turn up by chance.
        ArgumentOutOfRangeException.ThrowIfLessThan(text.Length, 16);
        _canaries[name] = text;
        return text;
    }

    /// <summary>Watches for a line from the middle of a private key, which is what a log would show of it.</summary>
    public string KeepKey(string name, string pem)
    {
        var lines = pem.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Keep(name, lines[lines.Length / 2].Trim());
        return pem;
    }

    /// <summary>Basic credentials, watched for as they are sent.</summary>
    public string Basic(string name, string user, string password)
        => "Basic " + Keep(name, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>A signed token, watched for by its claims and by its signature.</summary>
    public string Token(string name, string token)
    {
        string[] parts = token.Split('.');
        Keep(name + "-claims", parts[1]);
        Keep(name + "-signature", parts[2]);
        return token;
    }

    /// <summary>Names of all canaries so far.</summary>
    public IEnumerable<string> Names => _canaries.Keys;

    /// <summary>Names of the canaries in a text, also where a JSON writer has escaped the plus sign of base64.</summary>
    public IEnumerable<string> In(string text)
    {
        string plain = text.Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase);
        return _canaries.Where(c => plain.Contains(c.Value, StringComparison.Ordinal)).Select(c => c.Key);
    }
}
