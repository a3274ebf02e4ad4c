using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Routing;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// An exchange with everything the road needs beside what plugins see: the snapshot it started with, the match, the working
/// memory of forwarding. Belongs to a loop's stock of spare exchanges; allocated once, reused for ever.
/// </summary>
internal sealed partial class ProxyExchange : Exchange
{
    private readonly Road _road;
    private readonly byte[] _requestId = new byte[RequestIdSource.Length];
    private readonly ByteWriter _target = new();
    private readonly AddressBytes _clientAddressText = new();
    private Http1Attempt? _http1Attempt;
    private Http2Attempt? _http2Attempt;
    private RouteMatch _match;
    private UriCaptures? _captures;
    private CancellationTokenSource? _left;

    public ProxyExchange(LoopContext context, Road road)
    {
        Context = context;
        _road = road;
        Deadline = new ChannelDeadline(context.Loop);
        Relay = new ResponseRelay(this, Deadline);
    }

    /// <summary>The loop that owns this exchange, with its pools.</summary>
    public LoopContext Context { get; }

    /// <summary>The configuration this exchange started with and keeps.</summary>
    public Snapshot Snapshot { get; private set; } = null!;

    /// <summary>Node settings.</summary>
    public GatewaySettings Settings => Snapshot.Settings;

    /// <summary>Plugins that apply; changes when somebody becomes known.</summary>
    public PluginChain Chain { get; private set; } = PluginChain.Empty;

    /// <summary>The service of the route as it runs; null when the route has none.</summary>
    public ServiceState? ServiceState { get; private set; }

    /// <summary>Addresses this exchange has tried.</summary>
    public TriedSet Tried;

    /// <summary>Working memory for values composed on the way; whoever uses it clears it first.</summary>
    public ByteWriter Scratch { get; } = new();

    /// <summary>Write and read timeouts towards the upstream.</summary>
    public ChannelDeadline Deadline { get; }

    /// <summary>Carries the upstream's answer.</summary>
    public ResponseRelay Relay { get; }

    /// <summary>Whether what was taken of the request body can be sent again.</summary>
    public bool IsBodyRepeatable => (_http1Attempt?.IsRepeatable ?? true) && (_http2Attempt?.IsRepeatable ?? true);

    /// <summary>The HTTP/2 attempt machinery, made at first use.</summary>
    public Http2Attempt Http2Attempt => _http2Attempt ??= new Http2Attempt(this);

    /// <summary>The HTTP/1.1 attempt machinery, made at first use.</summary>
    public Http1Attempt Http1Attempt => _http1Attempt ??= new Http1Attempt(this);

    /// <summary>The body filter machinery, made at first use.</summary>
    public BodyFilter BodyFilter => field ??= new BodyFilter();

    /// <summary>Whether the client has left: nobody waits for the answer any more.</summary>
    public bool IsClientGone { get; private set; }

    /// <inheritdoc/>
    public override CancellationToken ClientLeft
    {
        get
        {
            _left ??= new CancellationTokenSource();
            if (IsClientGone)
            {
                _left.Cancel();
            }

            return _left.Token;
        }
    }

    /// <summary>The plugin that is deciding whether the request goes on; null when none is.</summary>
    public PluginInstance? Deciding { get; set; }

    /// <summary>Changes when the exchange ends: tells a message for this request from one for the next.</summary>
    public int Generation { get; private set; }

    /// <summary>Whether the client asks for an upgrade of an HTTP/1.1 connection.</summary>
    public bool IsUpgrade { get; set; }

    /// <summary>Whether the answer has no body whatever its head says: HEAD, or a status without one.</summary>
    public bool IsBodiless
        => Request.Method == Core.Http.RequestMethod.Head || Response.Status is 204 or 304 or (>= 100 and < 200);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> RequestId => _requestId;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> UpstreamTarget => _target.Written;

    /// <summary>What strip_path took off, for X-Forwarded-Prefix; empty when nothing.</summary>
    public ReadOnlySpan<byte> StrippedPrefix => ProxiedPath.ForwardedPrefix(_match.Route!, Request.Path, _match.PrefixLength);

    /// <summary>Host of the request without its port.</summary>
    public ReadOnlySpan<byte> HostWithoutPort => HostPort.Split(Request.Authority, out _);

    /// <summary>Text of <see cref="Exchange.ClientAddress"/>.</summary>
    public ReadOnlySpan<byte> ClientAddressText => _clientAddressText.Of(ClientAddress);

    /// <summary>Text of the peer's address.</summary>
    public ReadOnlySpan<byte> PeerAddressText => Peer.Text;

    /// <summary>The connection's own state.</summary>
    public PeerState Peer { get; private set; } = null!;

    /// <summary>Starts with a snapshot; the request is filled in next.</summary>
    public void Begin(Snapshot snapshot)
    {
        Snapshot = snapshot;
        Chain = snapshot.Plan.Global;
        snapshot.Lease.Enter(Context.Loop.Index);
        Context.RequestIds.Next(_requestId);
    }

    /// <summary>Binds to the client's connection.</summary>
    public void Attach(PeerState peer, Downstream downstream)
    {
        Peer = peer;
        Connection = peer.Connection;
        Downstream = downstream;
        ClientAddress = peer.Connection.RemoteAddress;
        ClientPort = peer.Connection.RemotePort;
        IsHttps = peer.Connection.IsTls;
    }

    /// <summary>Forgets the request and lets the snapshot go.</summary>
    public void End()
    {
        ResetExchange();
        _target.Clear();
        _match = default;
        _captures = null;
        Tried.Clear();
        ForgetPick();
        _http1Attempt?.Reset();
        _http2Attempt?.Reset();
        ServiceState = null;
        IsUpgrade = false;
        IsClientGone = false;
        Deciding = null;
        _left?.Dispose();
        _left = null;
        Generation++;
        Chain = PluginChain.Empty;
        Peer = null!;
        Connection = null!;
        Downstream = null!;
        Snapshot.Lease.Leave(Context.Loop.Index);
        Snapshot = null!;
    }

    /// <summary>Carries the request to its end.</summary>
    public ValueTask RunAsync() => _road.RunAsync(this);

    /// <summary>Answers a message that was refused before it was understood.</summary>
    public ValueTask RejectAsync(RejectionReason reason) => _road.RejectAsync(this, reason);

    /// <summary>Notes a moment, the first time only.</summary>
    public void Mark(ref long moment) => moment = moment == 0 ? Snapshot.Time.GetTimestamp() : moment;

    /// <summary>Finds the route; false when none matches.</summary>
    public bool TryRoute()
    {
        var query = new RouteQuery
        {
            Method = Request.Method.Bytes,
            Authority = Request.Authority,
            Path = Request.Path,
            Headers = Request.Headers,
            IsTls = Connection.IsTls,
            ServerName = Connection.ServerName,
            ListenerPort = Connection.LocalPort,
        };
        if (!Snapshot.Router.TryMatch(in query, ref _match))
        {
            return false;
        }

        var state = Snapshot.Routes[_match.Route!.Index];
        Route = state.Route;
        RouteData = state.Data;
        Service = state.Service?.Config;
        ServiceState = state.Service;
        Chain = state.Chain;
        return true;
    }

    /// <summary>The compiled route that matched.</summary>
    public ref readonly RouteMatch Match => ref _match;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> UriCapture(ReadOnlySpan<char> nameOrIndex)
        => (_captures ??= _match.Captures(Request.Path)) is { } captures ? captures.Get(nameOrIndex) : default;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, byte[] Value)> UriCaptures
        => (_captures ??= _match.Captures(Request.Path)) is { } captures ? captures.Groups : [];

    /// <inheritdoc/>
    public override void Authenticate(ConsumerConfig? consumer, Credential? credential)
    {
        Consumer = consumer;
        Credential = credential;
        var groups = consumer is null ? null : Snapshot.Identities.FindConsumer(consumer.Id)?.Groups;
        ConsumerGroups = groups?.Groups ?? [];
        if (Route is { } route)
        {
            var state = Snapshot.Routes[_match.Route!.Index];
            Chain = consumer is null ? state.Chain : Snapshot.Plan.For(route, Service, consumer, groups ?? ConsumerGroupSet.Empty, state.Chain);
        }
    }

    /// <inheritdoc/>
    public override void SendTo(ServiceConfig destination)
    {
        base.SendTo(destination);
        ServiceState = Snapshot.Services[destination];

        // Whoever was tried belongs to another upstream.
        Tried.Clear();
        ForgetPick();
    }

    /// <summary>Composes path and query as the upstream will see them.</summary>
    public void ComposeUpstreamTarget()
    {
        _target.Clear();
        ProxiedPath.Of(_match.Route!, ServiceState!.Path, Request.Path, _match.PrefixLength).WriteTarget(_target, Request.HasQuery, Request.Query);
    }

    /// <summary>Value of Host for an upstream: the client's, the upstream's own, or the service's.</summary>
    public ReadOnlySpan<byte> UpstreamHost(UpstreamPeer peer)
        => Route!.PreserveHost ? Request.Authority : peer.HostField(ServiceState!.DefaultPort);

    /// <summary>Ends the road with a reason of the gateway's own.</summary>
    public void Fail(RejectionReason reason)
    {
        Rejection = reason;
        var rejection = RejectionReasons.Of(reason);
        Respond(rejection.Status, rejection.Message);
    }
}
