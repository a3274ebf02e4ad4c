using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Two deployments at once.</summary>
internal sealed partial class AttemptRunner
{
    // The second is asked when the first takes too long; who answers first wins, the other one is told to stop and settled before the answer goes on.
    private async ValueTask<(LiveAttempt? Attempt, AiError? Error)> HedgeAsync(
        AiCall call, ModelState asked, Deployment deployment, Deployment second, AttemptPlan plan, HedgeRace race)
    {
        var first = TryAsync(call, asked, deployment, plan, race).AsTask();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(call.ClientLeft);
        await Task.WhenAny(first, Task.Delay(asked.HedgeAfter!.Value, time, waiting.Token));
        await waiting.CancelAsync();
        if (first.IsCompleted || call.ClientLeft.IsCancellationRequested || !second.Health.TryBegin(plan.Needs.EstimatedTokens))
        {
            return await first;
        }

        race.IsHedged = true;
        call.Reasons.Add($"{deployment.Name}: slow, {second.Name} is asked too");
        var other = TrySecondAsync(call, asked, second, plan, race).AsTask();
        var winner = await Task.WhenAny(first, other) == first ? first : other;
        var loser = winner == first ? other : first;
        LiveAttempt? won = null;
        try
        {
            won = (await winner).Attempt;
        }
        finally
        {
            if (won is not null || !winner.IsCompletedSuccessfully)
            {
                race.Win(won);
            }
        }

        if (won is null)
        {
            return await loser;
        }

        if ((await loser).Attempt is { } late)
        {
            // It answered in the same moment, and is paid for.
            late.End(AttemptOutcome.Completed);
            late.Dispose();
        }

        return (won, null);
    }

    // A budget that has no room for both is no reason to fail: the first is still under way.
    private async ValueTask<(LiveAttempt? Attempt, AiError? Error)> TrySecondAsync(AiCall call, ModelState asked, Deployment deployment, AttemptPlan plan, HedgeRace race)
    {
        try
        {
            return await TryAsync(call, asked, deployment, plan, race);
        }
        catch (AiException error)
        {
            return (null, error.Error);
        }
    }
}
