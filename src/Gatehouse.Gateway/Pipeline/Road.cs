using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Routing;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// The life of a request, in the order it happens: hygiene, rewrite, route, access, forward or answer, log. Each stage only
/// narrows; none calls back up.
/// </summary>
/// <remarks>
/// <code>
///   1 hygiene ─► 2 rewrite ─► 3 route ─► 4 gate ─► 5 access ─► 6 forward ─► 8 log
///        │            │           │         │          │            │          ▲
///        └────────────┴───────────┴─────────┴──────────┴────────────┴► 7 answer ┘
/// </code>
/// One instance serves all exchanges; what belongs to a request is in the exchange.
/// </remarks>
internal sealed class Road(AnswerStage answers, LogStage log, AccessReports reports, NodeGuard guard)
{
    /// <summary>Carries a well-formed request to its end. Never throws.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask RunAsync(ProxyExchange exchange)
    {
        try
        {
            await TravelAsync(exchange).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // A defect, ours or a plugin's, fails its own request closed.
            log.Failed(exchange, error);
            if (exchange.Deciding is { } plugin)
            {
                reports.Settle(exchange);
                reports.Deny(exchange, plugin.Descriptor.Name, "internal");
            }

            exchange.Response.Reset();
            exchange.Fail(RejectionReason.Internal);
        }

        await FinishAsync(exchange).ConfigureAwait(false);
    }

    /// <summary>Answers and logs a message that was refused before it was understood.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask RejectAsync(ProxyExchange exchange, RejectionReason reason)
    {
        exchange.Fail(reason);
        exchange.Downstream.CloseAfterResponse();
        await FinishAsync(exchange).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask TravelAsync(ProxyExchange exchange)
    {
        // 1. Hygiene: what is ambiguous or hostile goes no further; identity fields of the client are removed.
        if (HygieneStage.Refuses(exchange, out var reason))
        {
            exchange.Fail(reason);
            return;
        }

        // A node that has all it can take says so before it does any work.
        if (guard.Refuses(exchange.Context.Loop.Index, exchange.Context.InFlight) != OverloadCause.None)
        {
            exchange.Response.Headers.Set(HeaderNames.RetryAfter, "1"u8);
            exchange.Fail(RejectionReason.Overloaded);
            return;
        }

        // 2. Rewrite: global plugins only.
        foreach (var instance in exchange.Snapshot.Plan.Global.Rewrite)
        {
            exchange.Deciding = instance;
            await instance.Plugin.RewriteAsync(exchange);
            exchange.Deciding = null;
            if (exchange.IsAnswered)
            {
                exchange.Rejection = RejectionReason.PluginAnswered;
                return;
            }
        }

        // 3. Route, and 4. what the route demands of the protocol.
        if (!exchange.TryRoute())
        {
            exchange.Fail(RejectionReason.RouteNotFound);
            return;
        }

        if (!ProtocolStage.Admits(exchange))
        {
            return;
        }

        // 5. Access, in priority order; whoever becomes known on the way changes which instances apply further down.
        bool goesOn = await AccessAsync(exchange).ConfigureAwait(false);
        if (exchange.FailedAlternatives is not null)
        {
            reports.Settle(exchange);
        }

        if (!goesOn)
        {
            return;
        }

        exchange.Mark(ref exchange.Timings.AccessDone);
        if (exchange.ServiceState is null)
        {
            exchange.Fail(RejectionReason.ServiceNotFound);
            return;
        }

        // 6. Forward.
        await Forwarder.ForwardAsync(exchange).ConfigureAwait(false);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private static async ValueTask<bool> AccessAsync(ProxyExchange exchange)
    {
        var chain = exchange.Chain;
        var instances = chain.Access;
        for (int i = 0; i < instances.Length; i++)
        {
            var instance = instances[i];
            exchange.Deciding = instance;
            await instance.Plugin.AccessAsync(exchange);
            exchange.Deciding = null;
            if (exchange.IsAnswered)
            {
                exchange.Rejection = exchange.Rejection == RejectionReason.None ? RejectionReason.PluginAnswered : exchange.Rejection;
                return false;
            }

            if (!ReferenceEquals(chain, exchange.Chain))
            {
                chain = exchange.Chain;
                instances = chain.Access;
                i = LastOfRank(instances, instance.Rank);
            }
        }

        return true;
    }

    /// <summary>Index of the last instance that ran or had its turn already.</summary>
    private static int LastOfRank(PluginInstance[] instances, int rank)
    {
        int last = -1;
        for (int i = 0; i < instances.Length && instances[i].Rank <= rank; i++)
        {
            last = i;
        }

        return last;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask FinishAsync(ProxyExchange exchange)
    {
        // 7. An answer of our own, where the upstream has not answered.
        try
        {
            if (exchange.IsAnswered)
            {
                await answers.SendAsync(exchange).ConfigureAwait(false);
                exchange.ReleaseAnswer();
            }
        }
        catch (Exception error)
        {
            log.Failed(exchange, error);
            await FailAnswerAsync(exchange).ConfigureAwait(false);
        }

        // 8. Exactly once, also for what was refused, aborted or timed out.
        exchange.Mark(ref exchange.Timings.Completed);
        log.Run(exchange);
    }

    /// <summary>A plugin threw on our own answer: the client still gets a 500, where nothing was sent yet.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask FailAnswerAsync(ProxyExchange exchange)
    {
        try
        {
            exchange.Response.Reset();
            exchange.Fail(RejectionReason.Internal);
            await answers.SendAsync(exchange).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            log.Failed(exchange, error);
            exchange.Downstream.Abort();
        }
    }
}
