using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>
/// For which server names clients are asked for a certificate: those under which a route can be reached that a plugin with an interest
/// in certificates applies to, and all names when such a route is not bound to any. Built with a snapshot, asked once per handshake.
/// </summary>
internal sealed class ClientCertificateRequests
{
    private readonly (ClientCertificateNames Names, ClientCertificateRequest Request)[] _rules;

    private ClientCertificateRequests((ClientCertificateNames Names, ClientCertificateRequest Request)[] rules) => _rules = rules;

    /// <summary>Asks nobody.</summary>
    public static ClientCertificateRequests None { get; } = new([]);

    public static ClientCertificateRequests Build(IEnumerable<RouteState> routes)
    {
        var wanting = routes
            .Select(r => (Route: r, Plugins: r.Chain.Access.Select(i => i.Plugin).OfType<IClientCertificatePlugin>().ToList()))
            .Where(r => r.Plugins.Count > 0)
            .GroupBy(r => KeyOf(r.Plugins), StringComparer.Ordinal)
            .Select(g => (new ClientCertificateNames(g.Select(r => r.Route.Route)), RequestOf(g.First().Plugins)));
        return wanting.ToArray() is { Length: > 0 } rules ? new ClientCertificateRequests(rules) : None;
    }

    /// <summary>How to ask under a name (null or empty: the client names none); null = not at all.</summary>
    public ClientCertificateRequest? For(string? serverName)
    {
        string name = (serverName ?? "").TrimEnd('.');
        ClientCertificateRequest? found = null;
        foreach (var (names, request) in _rules)
        {
            if (names.Contains(name))
            {
                // Routes that name different CAs share the name: a client must not be told of only some.
                found = found is null ? request : ClientCertificateRequest.Unnamed;
            }
        }

        return found;
    }

    private static ClientCertificateRequest RequestOf(List<IClientCertificatePlugin> plugins)
        => Named(plugins) is { Count: > 0 } named ? new ClientCertificateRequest(named) : ClientCertificateRequest.Unnamed;

    private static string KeyOf(List<IClientCertificatePlugin> plugins)
        => string.Join(' ', Named(plugins).Select(c => c.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)));

    private static IReadOnlyList<X509Certificate2> Named(List<IClientCertificatePlugin> plugins)
        => plugins is [var one] ? one.NamedAuthorities : [];
}
