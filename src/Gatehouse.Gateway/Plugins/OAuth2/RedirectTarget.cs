using System.Text;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Composes where the user's browser is sent: a registered URI with parameters in its query or its fragment.</summary>
internal static class RedirectTarget
{
    /// <param name="uri">A registered URI; nothing else may be passed.</param>
    /// <param name="added">Parameters; they replace those of the same name.</param>
    /// <param name="inFragment">Where tokens go (RFC 6749 section 4.2.2).</param>
    public static string Compose(string uri, IEnumerable<(string Name, string? Value)> added, bool inFragment)
    {
        // Ordered by name, as Kong does it.
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int question = uri.IndexOf('?', StringComparison.Ordinal);
        if (!inFragment && question >= 0)
        {
            Read(Encoding.UTF8.GetBytes(uri[(question + 1)..]), parameters);
            uri = uri[..question];
        }

        foreach (var (name, value) in added)
        {
            if (value is not null)
            {
                parameters[name] = value;
            }
        }

        return uri + (inFragment ? '#' : '?')
            + string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
    }

    private static void Read(byte[] query, SortedDictionary<string, string> parameters)
    {
        var reader = new QueryReader(query);
        byte[] scratch = new byte[query.Length];
        while (reader.MoveNext())
        {
            string name = Encoding.UTF8.GetString(QueryReader.Decode(reader.Name, scratch));
            parameters[name] = Encoding.UTF8.GetString(QueryReader.Decode(reader.Value, scratch));
        }
    }
}
