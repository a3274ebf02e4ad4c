using System.Runtime.CompilerServices;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Gatehouse.Net.Loops;

namespace Gatehouse.Ai.Pipeline;

/// <summary>
/// Finds somebody who answers: attempts over deployments and fallbacks, each reserved for before and settled after. Candidates come out of the
/// clearance alone, whatever fails.
/// </summary>
/// <remarks>
/// <code>
///   model, fallbacks ─► 1 clear ─► 2 choose ─► 3 begin ─► 4 call ─► 5 first content ─► live
///                          ▲           ▲                     │            │
///                          └───────────┴──── next, or rest ──┴────────────┘
/// </code>
/// </remarks>
internal sealed partial class AttemptRunner(IAttemptBook book, Func<double> random, TimeProvider time)
{
    /// <summary>Longest pause before everybody is asked once more.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <summary>An attempt that has content (or a whole answer); throws <see cref="AiException"/> when nobody answers.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<LiveAttempt> RunAsync(AiCall call, ModelState model, AttemptPlan plan)
    {
        int left = 1 + model.Retries;
        AiError? last = null;
        bool wasAllowed = false;
        for (int round = 0; left > 0; round++)
        {
            int before = left;
            bool mayHeal = false;
            foreach (var asked in Chain(call, model))
            {
                // 1. Only what compliance has cleared can be named at all.
                var cleared = Allowed(call, asked);
                wasAllowed |= !cleared.IsEmpty;

                // 2. Who can and may, the best first; chosen anew after each failure, because somebody may rest by now.
                var candidates = Choose(call, asked, cleared, plan, round);
                for (int turn = 0; turn < candidates.Count && left > 0; turn++)
                {
                    var deployment = candidates[turn];
                    if (!deployment.Health.TryBegin(plan.Needs.EstimatedTokens))
                    {
                        continue;
                    }

                    left--;
                    int made = call.Attempts;
                    var second = left > 0 && asked.HedgeAfter is not null && plan.CanHedge && turn + 1 < candidates.Count ? candidates[turn + 1] : null;
                    var race = new HedgeRace();
                    var (attempt, error) = second is null
                        ? await TryAsync(call, asked, deployment, plan, race).ConfigureAwait(false)
                        : await HedgeAsync(call, asked, deployment, second, plan, race);
                    left -= race.IsHedged ? 1 : 0;
                    turn += race.IsHedged ? 1 : 0;
                    if (attempt is not null)
                    {
                        call.IsFallback = !ReferenceEquals(asked, model);
                        call.Deployment = attempt.Deployment;
                        call.Warnings = attempt.Warnings;
                        return attempt;
                    }

                    // Whom the request cannot even be said to was not asked, and tells less than one who failed.
                    left += call.Attempts == made ? 1 : 0;
                    last = last is not null && error!.Kind == AiErrorKind.Unsupported ? last : error;
                    mayHeal |= !VendorErrors.IsLasting(error!);
                    if (!VendorErrors.IsRetryable(error!) || call.ClientLeft.IsCancellationRequested)
                    {
                        throw new AiException(error!);
                    }
                }
            }

            // Nobody was asked in this round, or nobody who will say anything else: so it will be in the next one.
            if (left == before || left == 0 || !mayHeal || !await PauseAsync(call, last, round).ConfigureAwait(false))
            {
                break;
            }
        }

        throw new AiException(!wasAllowed && last is null ? NotAllowed(call, model) : VendorErrors.Exhausted(last ?? Unable(call), call.Attempts > 0));
    }

    // A model of which everybody rests waits behind fallbacks that are awake.
    private static IEnumerable<ModelState> Chain(AiCall call, ModelState model) => model.Fallbacks.Count == 0 ? [model] : LongChain(call, model);

    private static IEnumerable<ModelState> LongChain(AiCall call, ModelState model)
        => model.Fallbacks.Select(call.Directory.FindModel).OfType<ModelState>()
            .Where(m => m.IsEmbedding == model.IsEmbedding && m.IsOpenTo(call.Groups)).Prepend(model)
            .OrderBy(m => Allowed(call, m).Where(d => !d.Health.IsResting).IsEmpty ? 1 : 0);

    /// <summary>Deployments of a model that may see the request.</summary>
    public static ClearedCandidates<Deployment> Allowed(AiCall call, ModelState model)
    {
        var cleared = call.Clearance!.Filter(model.Deployments);
        return call.Policy?.Regions is { } regions ? Within(regions, cleared) : cleared;
    }

    private static ClearedCandidates<Deployment> Within(IEnumerable<string> regions, ClearedCandidates<Deployment> cleared)
        => cleared.Where(d => d.Region is { } region && regions.Contains(region, StringComparer.OrdinalIgnoreCase));

    private ClearedCandidates<Deployment> Choose(AiCall call, ModelState asked, ClearedCandidates<Deployment> cleared, AttemptPlan plan, int round)
    {
        var reasons = round == 0 ? call.Reasons : null;
        return cleared.Count <= 1 ? Selector.Admit(cleared, plan.Needs, reasons) : Order(call, asked, cleared, plan, reasons);
    }

    private ClearedCandidates<Deployment> Order(
        AiCall call, ModelState asked, ClearedCandidates<Deployment> cleared, AttemptPlan plan, List<string>? reasons)
    {
        var candidates = Selector.Choose(cleared, asked.Order, plan.Needs, d => d.CostOf(plan.Estimate.Reserved, call.Time), random, reasons);

        // Only the order changes: who may and can be asked was decided before.
        return (call.Preferred ?? asked.PreferenceOf(call.ConsumerName, call.Groups)) is { } preferred ? First(preferred, candidates) : candidates;
    }

    private static ClearedCandidates<Deployment> First(string preferred, ClearedCandidates<Deployment> candidates)
        => candidates.OrderBy(d => d.Name == preferred || d.Provider.Name == preferred ? 0 : 1);

    private static AiError NotAllowed(AiCall call, ModelState model) => new(
        AiErrorKind.PolicyRefused,
        $"Policy '{call.Policy?.Name}' lets this request go to no deployment of model '{model.Name}': its data counts as '{call.Clearance?.Classification.Class.Name}'. Use a model that runs where such data may be processed.");

    private static AiError? Unable(AiCall call)
        => call.Reasons.Find(r => r.Contains("cannot do", StringComparison.Ordinal) || r.Contains("context window", StringComparison.Ordinal)) is { } reason
            ? new AiError(
                reason.Contains("context window", StringComparison.Ordinal) ? AiErrorKind.ContextWindow : AiErrorKind.Unsupported,
                $"No deployment of model '{call.Model}' can take the request ({reason}).")
            : null;

    // Full jitter; a vendor that asks for a longer pause than we take is not asked again.
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> PauseAsync(AiCall call, AiError? last, int round)
    {
        if (last?.RetryAfter > MaxPause)
        {
            return false;
        }

        var pause = last?.RetryAfter ?? TimeSpan.FromMilliseconds(random() * Math.Min(MaxPause.TotalMilliseconds, 100 << Math.Min(round, 5)));
        try
        {
            await Task.Delay(pause, time, call.ClientLeft);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<(LiveAttempt? Attempt, AiError? Error)> TryAsync(AiCall call, ModelState asked, Deployment deployment, AttemptPlan plan, HedgeRace race)
    {
        // 3. Reserved and on disk before the vendor hears of it.
        var notes = new EncodeNotes(call.Policy?.RejectsUnsupported ?? false);
        VendorRequest request;
        bool isPassed;
        IAttemptAccount account;
        try
        {
            request = plan.Encode(deployment, notes, out isPassed);
            call.Attempts++;
            account = await book.BeginAsync(new AttemptFacts
            {
                Call = call,
                Deployment = deployment,
                Model = asked.Name,
                Number = call.Attempts,
                Estimate = plan.Estimate,
                IsStream = plan.IsStream,
                IsEmbedding = plan.IsEmbedding,
            });
        }
        catch (AiException error) when (error.Error.Kind == AiErrorKind.Unsupported)
        {
            deployment.Health.End(-plan.Needs.EstimatedTokens);
            return (null, error.Error);
        }
        catch
        {
            deployment.Health.End(-plan.Needs.EstimatedTokens);
            throw;
        }

        if (race.IsWon)
        {
            account.Release();
            deployment.Health.End(-plan.Needs.EstimatedTokens);
            return (null, VendorErrors.Of(VendorFailure.Cancelled, deployment));
        }

        var attempt = new LiveAttempt(call, deployment, account, plan.Needs.EstimatedTokens, time) { IsPassed = isPassed };
        race.Enter(attempt);
        try
        {
            var error = await CallAsync(attempt, request, plan).ConfigureAwait(false);
            if (error is null)
            {
                attempt.Warnings = notes.Warnings;
                return (attempt, null);
            }

            Fail(call, attempt, error);
            attempt.Dispose();
            return (null, error);
        }
        catch
        {
            attempt.Dispose();
            throw;
        }
    }

    private static void Fail(AiCall call, LiveAttempt attempt, AiError error)
    {
        bool clientLeft = call.ClientLeft.IsCancellationRequested || attempt.IsBeaten;
        if (VendorErrors.IsIllness(error) && !clientLeft)
        {
            attempt.Deployment.Health.Failed(error.RetryAfter);
        }

        // A vendor charges for what it answered or may have worked on, not for what it refused.
        bool isFree = attempt.Answer is null or { Failure: VendorFailure.NotReached } or { Status: >= 300 };
        attempt.Failure = error;
        call.Reasons.Add($"{attempt.Deployment.Name}: {(attempt.IsBeaten ? "another was faster" : error.VendorStatus > 0 ? $"{error.Kind} {error.VendorStatus}" : error.Kind)}");
        attempt.End(clientLeft ? AttemptOutcome.ClientLeft : AttemptOutcome.VendorFailed, isFree);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private static async ValueTask<AiError?> CallAsync(LiveAttempt attempt, VendorRequest request, AttemptPlan plan)
    {
        // 4. The call.
        var provider = attempt.Deployment.Provider;
        var timeouts = provider.Timeouts;
        attempt.Lifetime.CancelAfter(timeouts.FirstToken + timeouts.Connect);
        try
        {
            request = await provider.Api.AuthorizeAsync(request, attempt.Deployment.Vendor, attempt.Lifetime.Token);
        }
        catch (OperationCanceledException)
        {
            return VendorErrors.Of(VendorFailure.NotReached, attempt.Deployment);
        }
        catch (AiException refused)
        {
            // No credential to be had: another deployment may have one, and nothing was sent that could cost.
            return refused.Error;
        }

        var answer = await provider.Transport.SendAsync(attempt.Traced(request), timeouts, attempt.Lifetime.Token);
        attempt.Answer = answer;
        if (answer.Status == 0 || answer.Failure != VendorFailure.None)
        {
            return VendorErrors.Of(answer.Failure, attempt.Deployment);
        }

        if (provider.Api.ReadLimits(answer.Headers) is { } limits)
        {
            attempt.Deployment.Health.Heed(limits);
        }

        if (answer.Status is < 200 or >= 300)
        {
            return await AnswerReader.ReadErrorAsync(answer, attempt.Deployment);
        }

        // 5. Nothing goes to the client before the first content: until then another can take over.
        if (await plan.ReceiveAsync(attempt) is { } error)
        {
            return attempt.Lifetime.IsCancellationRequested ? VendorErrors.Of(VendorFailure.FirstTokenTimeout, attempt.Deployment) : error;
        }

        if (plan.IsStream)
        {
            // What came whole has no more to wait for.
            attempt.Lifetime.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        return null;
    }
}
