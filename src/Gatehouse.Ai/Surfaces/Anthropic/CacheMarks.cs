using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads <c>cache_control</c> of blocks and tools.</summary>
internal static class CacheMarks
{
    public static CacheMark Read(Field owner)
    {
        if (owner.Of("cache_control") is not { } mark)
        {
            return CacheMark.None;
        }

        mark.Need("type").Word("ephemeral");
        return mark.Of("ttl")?.Word("5m", "1h") == "1h" ? CacheMark.OneHour : CacheMark.FiveMinutes;
    }
}
