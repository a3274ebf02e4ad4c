using System.Net;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;

namespace Gatehouse.Core.Exchanges;

/// <summary>
/// One request and its answer on their way through the road. Owned by one connection (or stream) and one loop, reused for the
/// next request; nothing may keep a reference to it, or a span out of it, beyond the log phase.
/// </summary>
public abstract class Exchange
{
    private object?[] _slots = [];
    private BufferedBody? _body;

    /// <summary>What the client asked.</summary>
    public RequestMessage Request { get; } = new();

    /// <summary>What the client gets.</summary>
    public ResponseMessage Response { get; } = new();

    /// <summary>The connection the request came in on.</summary>
    public ClientConnection Connection { get; protected set; } = null!;

    /// <summary>The client's side: body in, answer out.</summary>
    public Downstream Downstream { get; protected set; } = null!;

    /// <summary>The client's address, after <c>trusted_ips</c> and <c>real_ip_header</c> were applied.</summary>
    public IPAddress ClientAddress { get; set; } = IPAddress.None;

    /// <summary>The client's port, 0 when a trusted proxy did not tell it.</summary>
    public int ClientPort { get; set; }

    /// <summary>Whether the client's request counts as https: TLS here, or a trusted peer says so.</summary>
    public bool IsHttps { get; set; }

    /// <summary>32 lower-case hexadecimal digits, unique per request.</summary>
    public abstract ReadOnlySpan<byte> RequestId { get; }

    /// <summary>The route that matched, null when none did.</summary>
    public RouteConfig? Route { get; protected set; }

    /// <summary>The route's service, null when it has none.</summary>
    public ServiceConfig? Service { get; protected set; }

    /// <summary>Where the request goes in place of <see cref="Service"/>, null when it goes there.</summary>
    public ServiceConfig? Destination { get; protected set; }

    /// <summary>What observers have derived from the route; null when no route matched.</summary>
    public RouteData? RouteData { get; protected set; }

    /// <summary>The authenticated (or anonymous) consumer, null when nobody is known.</summary>
    public ConsumerConfig? Consumer { get; protected set; }

    /// <summary>What the client proved to have; null when it is anonymous or nobody is known.</summary>
    public Credential? Credential { get; protected set; }

    /// <summary>Whether the consumer is the one that a plugin's <c>anonymous</c> names.</summary>
    public bool IsAnonymous => Consumer is not null && Credential is null;

    /// <summary>Groups of the consumer, ordered by name.</summary>
    public IReadOnlyList<ConsumerGroupConfig> ConsumerGroups { get; protected set; } = [];

    /// <summary>Groups that a plugin found in what it verified (LDAP, a token); null when none did. Kong's authenticated groups.</summary>
    public IReadOnlyList<string>? AuthenticatedGroups { get; set; }

    /// <summary>Claims that a plugin has verified; null when there are none.</summary>
    public IVerifiedClaims? Claims { get; set; }

    /// <summary>
    /// What authentication plugins that are alternatives found wrong, as long as another one may let the request in all the same; null =
    /// nothing. Theirs alone.
    /// </summary>
    public object? FailedAlternatives { get; set; }

    /// <summary>Names of fields and parameters that logs must hide, beside those they always hide.</summary>
    public List<SecretNames> SecretNames { get; } = new(2);

    /// <summary>Why the gateway refused or failed the request, <see cref="RejectionReason.None"/> when it did not.</summary>
    public RejectionReason Rejection { get; set; }

    /// <summary>Moments of this exchange.</summary>
    public ExchangeTimings Timings;

    /// <summary>Attempts to reach the upstream, in order. Cleared with the exchange, capacity kept.</summary>
    public List<UpstreamTry> Tries { get; } = new(4);

    /// <summary>Status of the upstream's answer, 0 when there was none.</summary>
    public int UpstreamStatus { get; set; }

    /// <summary>Path and query sent to the upstream, empty before forwarding.</summary>
    public abstract ReadOnlySpan<byte> UpstreamTarget { get; }

    /// <summary>Whether the answer was decided by the gateway itself (error or a plugin) and not by the upstream.</summary>
    public bool IsAnswered => Answer.Status != 0;

    /// <summary>The answer the gateway gives itself, see <see cref="Respond(int, string?)"/>.</summary>
    public GatewayAnswer Answer;

    /// <summary>
    /// Answers with a message in the representation that the client accepts (JSON, HTML, plain or XML) and ends the access phase
    /// after the current plugin. Header fields already set in <see cref="Response"/> are kept.
    /// </summary>
    public void Respond(int status, string? message)
        => SetAnswer(new GatewayAnswer { Status = status, Message = message });

    /// <summary>Answers with a body as it is. An empty body sends <c>Content-Length: 0</c>.</summary>
    public void Respond(int status, string? contentType, ReadOnlyMemory<byte> body)
        => SetAnswer(new GatewayAnswer { Status = status, ContentType = contentType, Body = body, IsVerbatim = true });

    /// <summary>
    /// Answers with a body that is written piece by piece after the access phase, of unknown length. Header fields already set in
    /// <see cref="Response"/> are kept, plugins see the head; as with every answer of the gateway, response body filters are not applied.
    /// From there on a client that ends its side of the connection has left (<see cref="Downstream.LeaveWithClient"/>).
    /// </summary>
    public void RespondStreaming(int status, string? contentType, IAnswerStream stream)
        => SetAnswer(new GatewayAnswer { Status = status, ContentType = contentType, Stream = stream, IsVerbatim = true });

    /// <summary>
    /// Sets the identity; plugins of later priority that are bound to the consumer or one of its groups apply from here on. Called by
    /// authentication plugins. No credential = anonymous; no consumer = a credential that belongs to no consumer.
    /// </summary>
    public abstract void Authenticate(ConsumerConfig? consumer, Credential? credential);

    /// <summary>
    /// Ends when the client has left, as far as that is noticed (its connection or stream was reset; after
    /// <see cref="Downstream.LeaveWithClient"/> also when it was ended in good order). For waits that only the client has an interest
    /// in. Made when it is asked for.
    /// </summary>
    public virtual CancellationToken ClientLeft => CancellationToken.None;

    /// <summary>
    /// Reads the request body into memory, at most <paramref name="limit"/> bytes of it; the upstream gets it all the same. May be
    /// called again; what was read stays in <see cref="BufferedRequestBody"/> until the exchange ends.
    /// </summary>
    public ValueTask<BodyRead> BufferRequestBodyAsync(int limit)
    {
        if (!Request.HasBody)
        {
            return ValueTask.FromResult(BodyRead.Whole);
        }

        if (_body is null || !ReferenceEquals(Downstream, _body))
        {
            _body ??= new BufferedBody();
            _body.Attach(Downstream);
            Downstream = _body;
        }

        return _body.FillAsync(limit);
    }

    /// <summary>What <see cref="BufferRequestBodyAsync"/> has read.</summary>
    public ReadOnlyMemory<byte> BufferedRequestBody => _body is { } body && ReferenceEquals(Downstream, body) ? body.Bytes : default;

    /// <summary>Sends another body than the client's; the client's must have been read whole.</summary>
    public void ReplaceRequestBody(ReadOnlySpan<byte> body)
    {
        _body!.Replace(body);
        Request.HasBody = body.Length > 0;
        Request.ContentLength = body.Length;

        // The new body has a length, and behind such a body there are no trailers.
        Request.Trailers.Clear();
    }

    /// <summary>
    /// Sends the request to another service; its path, timeouts, retries and TLS then apply, while plugins stay those of the route and
    /// <see cref="Service"/>. The last word counts.
    /// </summary>
    /// <param name="destination">One that the plugin has asked for while it was built.</param>
    public virtual void SendTo(ServiceConfig destination) => Destination = destination;

    /// <summary>Capture group of the route's regular expression by name or decimal index; empty when there is none.</summary>
    public abstract ReadOnlySpan<byte> UriCapture(ReadOnlySpan<char> nameOrIndex);

    /// <summary>
    /// Capture groups of the route's regular expression by name and by decimal index, 0 the whole match; those that took no part in it
    /// are absent.
    /// </summary>
    public virtual IReadOnlyList<(string Name, byte[] Value)> UriCaptures => [];

    /// <summary>State of a plugin for this exchange; slots are handed out when the snapshot is built.</summary>
    public T? GetState<T>(int slot)
        where T : class
        => slot < _slots.Length ? (T?)_slots[slot] : null;

    /// <inheritdoc cref="GetState{T}"/>
    public void SetState(int slot, object? state)
    {
        if (slot >= _slots.Length)
        {
            Array.Resize(ref _slots, slot + 8);
        }

        _slots[slot] = state;
    }

    /// <summary>Forgets everything of the previous request.</summary>
    protected void ResetExchange()
    {
        Request.Reset();
        Response.Reset();
        ClientAddress = IPAddress.None;
        ClientPort = 0;
        IsHttps = false;
        Route = null;
        Service = null;
        Destination = null;
        RouteData = null;
        Consumer = null;
        Credential = null;
        ConsumerGroups = [];
        AuthenticatedGroups = null;
        Claims = null;
        FailedAlternatives = null;
        SecretNames.Clear();
        _body?.Release();
        Rejection = RejectionReason.None;
        Timings = default;
        Tries.Clear();
        UpstreamStatus = 0;
        SetAnswer(default);
        Array.Clear(_slots);
    }

    /// <summary>Lets go of what the answer was written from.</summary>
    public void ReleaseAnswer()
    {
        var stream = Answer.Stream;
        Answer.Stream = null;
        stream?.Dispose();
    }

    private void SetAnswer(GatewayAnswer answer)
    {
        // One that is replaced still holds what it would have been written from.
        var replaced = Answer.Stream;
        Answer = answer;
        replaced?.Dispose();
    }
}
