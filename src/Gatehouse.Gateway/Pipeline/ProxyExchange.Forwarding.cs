using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Answers;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>What happens to an exchange while it is forwarded.</summary>
internal sealed partial class ProxyExchange
{
    /// <summary>Notes an attempt.</summary>
    public void BeginTry(UpstreamPeer peer)
    {
        Response.Reset();
        TryFailure = null;
        Timings.TryStarted = Tries.Count == 0 ? Timings.AccessDone : Snapshot.Time.GetTimestamp();
        Timings.UpstreamConnected = 0;
        Timings.UpstreamSent = 0;
        Timings.UpstreamHead = 0;
        Tries.Add(new UpstreamTry
        {
            Address = peer.EndPoint.Address,
            Port = peer.EndPoint.Port,
            BalancerStart = Timings.TryStarted,
        });
    }

    /// <summary>What the last attempt knows of its failure beside the outcome, for the log; null = nothing.</summary>
    public string? TryFailure { get; set; }

    /// <summary>Notes how the last attempt failed.</summary>
    public void EndTry(AttemptOutcome outcome)
    {
        var last = Tries[^1];
        last.State = "failed";
        last.Code = outcome is AttemptOutcome.Timeout or AttemptOutcome.ConnectTimeout ? 504 : 502;
        Tries[^1] = last;
    }

    /// <summary>Lets plugins decide about the upstream's answer while nothing of it was sent.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask SeeUpstreamHeadAsync()
    {
        foreach (var instance in Chain.UpstreamHead)
        {
            await instance.Plugin.UpstreamHeadAsync(this);
        }
    }

    /// <summary>Lets plugins see the head of the upstream's answer and writes it into the client's buffer.</summary>
    public void BeginResponse()
    {
        bool hasBody = !IsBodiless;
        if (Chain.ResponseBody.Length > 0 && !IsBodiless)
        {
            Response.ContentLength = null;
        }

        ResponseHeadStage.Run(this, fromUpstream: true);
        Downstream.WriteHead(Response, Response.IsBodyDropped ? DropsBody() : hasBody);
    }

    /// <summary>Makes the head that of an answer without content; whether it is one that could have some.</summary>
    private bool DropsBody()
    {
        // Plugins that came later may have spoken of content once more.
        Response.DropBody();
        if (Request.Version >= 20 && AnswerNegotiation.IsGrpc(Request.Headers))
        {
            // To a gRPC client a bare status means that the service is unavailable, and that it may try again at once.
            GrpcAnswer.Write(Response, Response.Status, default);
            return true;
        }

        if (IsBodiless)
        {
            Response.Headers.Set(HeaderNames.ContentLength, "0"u8);
        }

        return !IsBodiless;
    }

    /// <summary>Lets plugins see the head of a 101; the tunnel writes it.</summary>
    public void BeginTunnelResponse()
    {
        Response.Headers.Set(HeaderNames.Connection, "upgrade"u8);
        ResponseHeadStage.Run(this, fromUpstream: true);
    }

    /// <summary>Takes back a head that was written but not sent; false when a byte of it may have reached the client.</summary>
    public bool TryTakeBackResponse()
    {
        if (Downstream.HasStarted)
        {
            return false;
        }

        Response.Reset();
        return true;
    }

    /// <summary>
    /// The client has reset its connection or stream: whatever is under way towards the upstream ends at once, instead of an
    /// upstream working for nobody until its answer cannot be written.
    /// </summary>
    public void LoseClient()
    {
        IsClientGone = true;
        Deadline.Cancel();
        _http2Attempt?.Cancel();
        _left?.Cancel();
    }

    /// <summary>The client went away, or its body was malformed; in the second case it still gets an answer.</summary>
    public void FailByClient()
    {
        var reason = Downstream.BodyRejection is var told and not RejectionReason.None ? told : RejectionReason.ClientAborted;
        if (reason is RejectionReason.ClientAborted or RejectionReason.ClientTooSlow || Downstream.HasStarted)
        {
            Rejection = reason;
            if (!Downstream.HasStarted)
            {
                // Sent to nobody, but said in log and metrics, as nginx does.
                Response.Status = RejectionReasons.Of(reason).Status;
            }

            Downstream.Abort();
            return;
        }

        Fail(reason);
        Downstream.CloseAfterResponse();
    }
}
