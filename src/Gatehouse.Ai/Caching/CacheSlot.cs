using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Pipeline;

namespace Gatehouse.Ai.Caching;

/// <summary>One request's place in the cache.</summary>
/// <param name="cache">Where answers are kept.</param>
/// <param name="key">The name of the answer.</param>
/// <param name="lifetime">How long one is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class CacheSlot(IAnswerCache cache, string key, TimeSpan lifetime, TimeProvider time)
{
    /// <summary>Whether what is kept may be answered with.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>The answer that is kept; null = none, or none that can be read.</summary>
    public async ValueTask<CachedAnswer?> FindAsync()
    {
        if (!IsRead)
        {
            return null;
        }

        var found = await cache.FindAsync(key);
        return found.IsEmpty ? null : AnswerCodec.Read(found);
    }

    /// <summary>Collects an answer that passes.</summary>
    public AnswerKeeper Keeper() => new(cache.MaxEntryBytes);

    /// <summary>Keeps the answer of an attempt that ended well. One of a fallback is not kept: it would outlive what made it necessary.</summary>
    public void Store(AiCall call, ChatAnswer? answer)
    {
        if (answer is not null && call is { IsFallback: false, Deployment: { } deployment, Clearance.IsProtected: false }
            && AnswerCodec.Write(new CachedAnswer(answer, time.GetUtcNow(), deployment.Name) { Cost = call.Cost, Warnings = call.Warnings }) is { } entry)
        {
            cache.Store(key, entry, lifetime);
        }
    }
}
