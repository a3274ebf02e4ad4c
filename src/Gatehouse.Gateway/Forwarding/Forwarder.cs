using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Finds an upstream for an exchange and has it answer; decides after a failure whether another attempt is safe and sensible.
/// </summary>
internal static class Forwarder
{
    /// <summary>Forwards. Afterwards the exchange is answered by the upstream, or has failed with a reason.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public static async ValueTask ForwardAsync(ProxyExchange exchange)
    {
        exchange.ComposeUpstreamTarget();
        var service = exchange.ServiceState!;
        int triesLeft = service.Retries;
        bool fresh = false;
        while (true)
        {
            // 1. A peer that was not tried yet, where there is one.
            var choice = exchange.TryChoose(out var peer);
            if (choice == ChoiceOutcome.Pending)
            {
                // Only right after the upstream appeared: its name has not been answered yet.
                await service.Upstream.WaitForAddressesAsync(TimeSpan.FromMilliseconds(service.ConnectTimeout));
                choice = exchange.TryChoose(out peer);
            }

            if (peer is null)
            {
                exchange.Context.UpstreamFailures.NoteNoAddress(service.Upstream.Spec);
                exchange.Fail(choice == ChoiceOutcome.NoHealthyTarget
                    ? RejectionReason.NoHealthyTarget
                    : RejectionReason.NameResolutionFailed);
                return;
            }

            if (exchange.IsClientGone)
            {
                exchange.FailByClient();
                return;
            }

            // 2. One attempt.
            exchange.BeginTry(peer);
            AttemptOutcome outcome;
            exchange.BeginLoad(peer);
            try
            {
                outcome = service.IsHttp2
                    ? await exchange.Http2Attempt.RunAsync(peer)
                    : await exchange.Http1Attempt.RunAsync(peer, fresh).ConfigureAwait(false);
                exchange.ObserveLoad(outcome);
            }
            finally
            {
                exchange.EndLoad();
            }

            peer.Address.Judge?.Report(outcome, exchange);
            if (outcome == AttemptOutcome.Completed)
            {
                return;
            }

            // 3. Once more, elsewhere, or the end.
            exchange.EndTry(outcome);
            if (exchange.IsClientGone)
            {
                // Whatever it looks like from the upstream's side, it is we who broke it off.
                outcome = AttemptOutcome.ClientFailed;
            }

            if (outcome == AttemptOutcome.StaleConnection && !fresh && MayRepeat(exchange))
            {
                // Not the upstream's failure: it closed an idle connection just as we used it. Not counted as a try.
                fresh = true;
                continue;
            }

            if (outcome is not (AttemptOutcome.ClientFailed or AttemptOutcome.AnsweredByPlugin))
            {
                exchange.Context.UpstreamFailures.Note(peer, outcome, exchange.TryFailure);
            }

            if (triesLeft-- > 0 && MayRetry(exchange, outcome))
            {
                continue;
            }

            Conclude(exchange, outcome);
            return;
        }
    }

    /// <summary>Kong's rule (nginx: proxy_next_upstream error timeout): nothing answered, and safe to send again.</summary>
    private static bool MayRetry(ProxyExchange exchange, AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.ConnectFailed or AttemptOutcome.ConnectTimeout or AttemptOutcome.TlsFailed
            => !exchange.Downstream.HasStarted,
        AttemptOutcome.StaleConnection or AttemptOutcome.ResetBeforeResponse or AttemptOutcome.Timeout
            => MayRepeat(exchange),
        _ => false,
    };

    private static bool MayRepeat(ProxyExchange exchange)
        => !exchange.Downstream.HasStarted
            && exchange.Request.Method.IsIdempotent
            && (!exchange.Request.HasBody || exchange.IsBodyRepeatable);

    private static void Conclude(ProxyExchange exchange, AttemptOutcome outcome)
    {
        switch (outcome)
        {
            case AttemptOutcome.AnsweredByPlugin:
                exchange.Rejection = RejectionReason.PluginAnswered;
                exchange.Downstream.CloseAfterResponse();
                break;
            case AttemptOutcome.ClientFailed:
                exchange.FailByClient();
                break;
            case AttemptOutcome.ResponseTruncated:
                exchange.Rejection = RejectionReason.UpstreamBodyTruncated;
                break;
            default:
                exchange.Fail(ReasonOf(outcome));
                break;
        }
    }

    private static RejectionReason ReasonOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.ConnectFailed => RejectionReason.UpstreamConnectFailed,
        AttemptOutcome.ConnectTimeout => RejectionReason.UpstreamConnectTimeout,
        AttemptOutcome.TlsFailed => RejectionReason.UpstreamTlsFailed,
        AttemptOutcome.StaleConnection or AttemptOutcome.ResetBeforeResponse => RejectionReason.UpstreamReset,
        AttemptOutcome.Timeout => RejectionReason.UpstreamTimeout,
        _ => RejectionReason.UpstreamInvalidResponse,
    };
}
