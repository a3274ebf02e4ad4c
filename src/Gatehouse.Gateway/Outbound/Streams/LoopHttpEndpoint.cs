using System.Net;
using System.Text;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>
/// Where calls go, with everything that can be made ahead: made when a snapshot is built (<see cref="LoopHttpClient.Open"/>), disposed
/// with the plugin. Its name is kept fresh in the background like an upstream's. For any loop.
/// </summary>
internal sealed class LoopHttpEndpoint : IDisposable
{
    private readonly NameResolver _names;
    private readonly IAddressSource _source;
    private readonly OutboundReach _reach;
    private readonly TlsClientSettings? _tls;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _hostField;
    private volatile Addressed _addressed = new([], []);
    private int _turn;

    /// <param name="names">Looks names up.</param>
    /// <param name="url">Scheme, host and port.</param>
    /// <param name="tls">For https.</param>
    /// <param name="reach">Which addresses are allowed.</param>
    public LoopHttpEndpoint(NameResolver names, Uri url, TlsClientSettings? tls, OutboundReach reach)
    {
        _names = names;
        _reach = reach;
        _tls = tls;
        Url = url;
        string host = url.IdnHost;
        _source = IPAddress.TryParse(host, out var literal) ? new LiteralAddress(host, literal) : names.Acquire(host);
        string written = host.Contains(':') ? $"[{host}]" : host;
        _hostField = Encoding.ASCII.GetBytes(url.IsDefaultPort ? written : $"{written}:{url.Port}");
        _source.Subscribe(OnAnswer);
        if (!_source.IsPending)
        {
            OnAnswer();
        }
    }

    /// <summary>What it was opened with; its path is the caller's business.</summary>
    public Uri Url { get; }

    /// <summary>Value of Host, for whoever signs it.</summary>
    public ReadOnlySpan<byte> HostField => _hostField;

    /// <summary>Ends when the name has been answered once; ended already for an address.</summary>
    internal Task Answered => _answered.Task;

    /// <summary>Whether the name has addresses of which none is allowed.</summary>
    internal bool IsForbidden => _source.Addresses.Length > 0 && Keys.Length == 0;

    /// <summary>Connections that the name leads to now; made once per answer of the name service.</summary>
    internal Http1PoolKey[] Keys
    {
        get
        {
            var addresses = _source.Addresses;
            var known = _addressed;
            if (!ReferenceEquals(known.Addresses, addresses))
            {
                _addressed = known = new Addressed(
                    addresses,
                    [.. addresses.Where(a => AddressRules.Allows(_reach, a)).Select(a => new Http1PoolKey(new IPEndPoint(a, Url.Port), _tls))]);
            }

            return known.Keys;
        }
    }

    /// <summary>A number for the next call: which address it begins with. Races cost nothing but evenness.</summary>
    internal int NextTurn() => _turn++ & int.MaxValue;

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Unsubscribe(OnAnswer);
        if (_source is ResolvedName name)
        {
            _names.Release(name);
        }
    }

    /// <summary>Scheme, host and port.</summary>
    public override string ToString() => Url.GetLeftPart(UriPartial.Authority);

    private void OnAnswer() => _answered.TrySetResult();

    private sealed record Addressed(IPAddress[] Addresses, Http1PoolKey[] Keys);
}
