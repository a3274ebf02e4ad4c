using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Redis;

namespace Gatehouse.Ai.Caching;

/// <summary>
/// Answers equal requests of one tenant with the answer that was given before. Only whole answers to requests that carry nothing protected are kept,
/// and one is given only where a deployment of it may still see the request.
/// </summary>
internal sealed class ResponseCache
{
    /// <summary>How long an answer is kept where the client asks for the cache and the model has none.</summary>
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromMinutes(5);

    private readonly Lazy<IAnswerCache> _cache;
    private readonly IAttemptBook _book;
    private readonly TimeProvider _time;

    /// <param name="redis">Where answers are kept for all nodes; null = in memory.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="book">Gets an entry of each answer that was kept.</param>
    /// <param name="time">The clock.</param>
    public ResponseCache(Func<RedisNode?> redis, MemoryAnswerCache memory, IAttemptBook book, TimeProvider time)
    {
        _cache = new Lazy<IAnswerCache>(() => redis() is { } node ? new RedisAnswerCache(node) : memory);
        _book = book;
        _time = time;
    }

    /// <summary>The request's place; null when it has none. Throws <see cref="AiException"/> for a wish that is none.</summary>
    public CacheSlot? Open(AiCall call, ModelState model, ChatRequest request, HeaderMap headers)
    {
        var mode = CacheWish.Of(headers, model.CacheLifetime is not null);
        if (mode == CacheMode.Bypass || call.Clearance is not { IsProtected: false } || call.Redactor is not null)
        {
            if (model.CacheLifetime is not null)
            {
                call.Watch?.NoteCache("bypass");
            }

            return null;
        }

        string key = RequestDigest.Of(call.Tenant, call.Policy?.Name, call.Preferred ?? model.PreferenceOf(call.ConsumerName, call.Groups), model, request);
        return new CacheSlot(_cache.Value, key, model.CacheLifetime ?? DefaultLifetime, _time) { IsRead = mode == CacheMode.Use };
    }

    /// <summary>The answer that is kept, booked; null = a vendor must be asked.</summary>
    public async ValueTask<ChatAnswer?> FindAsync(CacheSlot slot, AiCall call, ModelState model, bool isStream)
    {
        if (await slot.FindAsync() is not { } kept || AttemptRunner.Allowed(call, model).FirstOrDefault(d => d.Name == kept.Deployment) is not { } deployment)
        {
            call.CacheResult = "MISS";
            call.Watch?.NoteCache(slot.IsRead ? "miss" : "refresh");
            return null;
        }

        call.CacheResult = "HIT";
        call.CacheAge = _time.GetUtcNow() - kept.Time is { Ticks: > 0 } age ? age : TimeSpan.Zero;
        call.Deployment = deployment;
        call.Warnings = kept.Warnings;
        _book.Record(call, deployment, model.Name, isStream, new AttemptEnd(AttemptOutcome.Cached) { Usage = new TokenUsage { Input = 0, Output = 0 } });
        call.Watch?.NoteCache("hit", kept.Cost);
        return kept.Answer;
    }
}
