using System.Runtime.CompilerServices;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Balancing;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>What an exchange tells a balancer, and learns from it.</summary>
internal sealed partial class ProxyExchange
{
    // A failed attempt counts as a latency of at least this: a refused connection must not look like a fast answer.
    private const double FailureSeconds = 1;

    private PickInput _pick;
    private bool _hasPick;
    private TargetLoad? _load;
    private CookieValue _cookie;
    private int _cookieLength;

    /// <summary>The next upstream peer, one that this exchange has not tried as long as there is such a one.</summary>
    public ChoiceOutcome TryChoose(out UpstreamPeer? peer)
    {
        var upstream = ServiceState!.Upstream;
        if (!_hasPick)
        {
            _hasPick = true;
            _pick = InputFor(upstream);
        }

        long now = Tries.Count == 0 ? Timings.AccessDone : Snapshot.Time.GetTimestamp();
        var outcome = upstream.TryChoose(ref Tried, _pick with { Now = now }, out peer);
        if (peer is not null && upstream.Spec.IsSticky)
        {
            // The client stays with whoever answers in the end.
            _cookieLength = peer.Token == _pick.Token ? 0 : BalancerCookie.Write(peer.Token, _cookie);
        }

        return outcome;
    }

    /// <summary>The peer is given something to do, where the algorithm wants to know.</summary>
    public void BeginLoad(UpstreamPeer peer)
    {
        if (ServiceState!.Upstream.Spec.TracksLoad)
        {
            _load = peer.Address.Load;
            _load.Begin();
        }
    }

    /// <summary>Tells how long the peer took to begin its answer. Whoever failed or answered 5xx never looks faster for it.</summary>
    public void ObserveLoad(AttemptOutcome outcome)
    {
        if (_load is null || outcome is AttemptOutcome.ClientFailed or AttemptOutcome.AnsweredByPlugin or AttemptOutcome.StaleConnection)
        {
            return;
        }

        long now = Snapshot.Time.GetTimestamp();
        double frequency = Snapshot.Time.TimestampFrequency;
        long end = Timings.UpstreamHead > Timings.TryStarted ? Timings.UpstreamHead : now;
        double seconds = (end - Timings.TryStarted) / frequency;
        bool failed = outcome != AttemptOutcome.Completed;
        _load.Observe(failed ? Math.Max(seconds, FailureSeconds) : seconds, now / frequency, onlyUp: failed || UpstreamStatus >= 500);
    }

    /// <summary>The peer has done with this exchange.</summary>
    public void EndLoad()
    {
        _load?.End();
        _load = null;
    }

    /// <summary>Adds the cookie that the balancer wants the client to have, if any.</summary>
    public void AddBalancerCookie(HeaderMap headers)
    {
        if (_cookieLength > 0)
        {
            ServiceState!.Upstream.Spec.Cookie!.AddTo(headers, ((ReadOnlySpan<byte>)_cookie)[.._cookieLength], IsHttps, Scratch);
        }
    }

    private void ForgetPick()
    {
        _hasPick = false;
        _cookieLength = 0;
    }

    private PickInput InputFor(Upstream upstream)
    {
        var spec = upstream.Spec;
        if (spec.IsSticky)
        {
            return new PickInput(0, spec.Cookie!.ReadToken(Request.Headers), 0);
        }

        if (spec.HashOn.Input == HashInput.None)
        {
            return default;
        }

        return TryHash(spec.HashOn, out ulong hash) || TryHash(spec.HashFallback, out hash)
            ? new PickInput(hash, 0, 0)
            : new PickInput(upstream.NextHash(), 0, 0);
    }

    private bool TryHash(HashSource source, out ulong hash)
    {
        if (source.TryHash(this, out hash))
        {
            return true;
        }

        if (source.Input != HashInput.Cookie)
        {
            return false;
        }

        Guid.NewGuid().TryFormat(_cookie, out _cookieLength, "D");
        hash = StableHash.Of(((ReadOnlySpan<byte>)_cookie)[.._cookieLength]);
        return true;
    }

    // Longest value: a UUID with its hyphens.
    [InlineArray(36)]
    private struct CookieValue
    {
        private byte _first;
    }
}
