using System.Text;
using Gatehouse.Core.Configuration;

namespace Gatehouse.Gateway.Routing;

/// <summary>
/// Finds the route of a request. Compiled once per snapshot, immutable, shared by all loops; a search allocates nothing.
/// </summary>
/// <remarks>
/// Candidates have one global order (<see cref="CandidateOrder"/>). They are grouped by host (exact, <c>*.suffix</c>,
/// <c>prefix.*</c>, none), and within a group by the start of their path. A search looks into every group that the request's
/// host selects and keeps the smallest rank; groups and subtrees whose best rank is worse are not entered.
/// </remarks>
internal sealed class Router
{
    /// <summary>DNS names have at most 253 bytes; a longer host can match no host pattern.</summary>
    private const int LongestHost = 255;

    private readonly RouterSettings _settings;
    private readonly ByteTable<RouteGroup> _byHost;
    private readonly ByteTable<RouteGroup> _bySuffix;
    private readonly ByteTable<RouteGroup> _byPrefix;
    private readonly RouteGroup? _anyHost;

    internal Router(
        IReadOnlyList<CompiledRoute> routes,
        RouterSettings settings,
        ByteTable<RouteGroup> byHost,
        ByteTable<RouteGroup> bySuffix,
        ByteTable<RouteGroup> byPrefix,
        RouteGroup? anyHost)
    {
        Routes = routes;
        _settings = settings;
        _byHost = byHost;
        _bySuffix = bySuffix;
        _byPrefix = byPrefix;
        _anyHost = anyHost;
    }

    /// <summary>The routes that take part, by <see cref="CompiledRoute.Index"/>.</summary>
    public IReadOnlyList<CompiledRoute> Routes { get; }

    /// <summary>
    /// Compiles the routes of a configuration. Routes of disabled services and stream routes are left out. A route that cannot be
    /// compiled is left out too and reported in <paramref name="errors"/>; who builds a snapshot refuses it then.
    /// </summary>
    public static Router Build(
        IReadOnlyList<RouteConfig> routes,
        IReadOnlyList<ServiceConfig> services,
        RouterSettings settings,
        ICollection<ConfigError> errors)
        => new RouterBuilder(settings, errors).Build(routes, services);

    /// <summary>Finds the best route; false leaves <paramref name="match"/> empty.</summary>
    public bool TryMatch(in RouteQuery query, ref RouteMatch match)
    {
        Span<byte> buffer = stackalloc byte[LongestHost];
        var host = PrepareHost(query.Authority, buffer, out int port);
        var state = new MatchState(query, host, port >= 0 ? port : DefaultPort(query));
        try
        {
            SearchHosts(ref state);
            _anyHost?.Search(ref state);
        }
        finally
        {
            state.Dispose();
        }

        match.Route = state.Best?.Route;
        match.Pattern = state.Best?.Pattern;
        match.PrefixLength = state.PrefixLength;
        return state.Best is not null;
    }

    private ReadOnlySpan<byte> PrepareHost(ReadOnlySpan<byte> authority, Span<byte> buffer, out int port)
    {
        var host = HostPort.Split(authority, out port);
        if (host.Length > buffer.Length)
        {
            return default;
        }

        if (_settings.CaseSensitiveHosts)
        {
            host.CopyTo(buffer);
            return buffer[..host.Length];
        }

        // A host with bytes above ASCII is no host name (RFC 9110 §4.2.2 wants it percent-encoded); it matches no host pattern.
        return Ascii.ToLower(host, buffer, out int written) == System.Buffers.OperationStatus.Done ? buffer[..written] : default;
    }

    private int DefaultPort(in RouteQuery query) => _settings.Flavor switch
    {
        RouterFlavor.Traditional => query.IsTls ? 443 : 80,
        _ => query.ListenerPort,
    };

    private void SearchHosts(ref MatchState state)
    {
        if (_byHost.Count > 0 && _byHost.TryGet(state.Host, out var exact))
        {
            exact.Search(ref state);
        }

        if (_bySuffix.Count + _byPrefix.Count > 0)
        {
            SearchWildcards(ref state);
        }
    }

    /// <summary>Wildcards stand for whole labels, so that only the dots of the host can begin a suffix or end a prefix.</summary>
    private void SearchWildcards(ref MatchState state)
    {
        var host = state.Host;
        for (int at = 0; at < host.Length; at++)
        {
            int next = host[at..].IndexOf((byte)'.');
            if (next < 0)
            {
                return;
            }

            at += next;
            if (_bySuffix.Count > 0 && _bySuffix.TryGet(host[at..], out var group))
            {
                group.Search(ref state);
            }

            if (_byPrefix.Count > 0 && _byPrefix.TryGet(host[..(at + 1)], out group))
            {
                group.Search(ref state);
            }
        }
    }
}
