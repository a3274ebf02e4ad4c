namespace Gatehouse.Ai.Compliance;

/// <summary>What the kinds of entities mean.</summary>
internal static class EntityTraits
{
    // Part of what makes a person identifiable once health is spoken of (Safe Harbor lists them), but everyday without it.
    private const ulong OnlyWithHealth = 1UL << (int)EntityKind.Date | 1UL << (int)EntityKind.Age | 1UL << (int)EntityKind.Geography
        | 1UL << (int)EntityKind.UniqueId | 1UL << (int)EntityKind.Url;

    /// <summary>Whether a hit makes a request personal data without any word of health.</summary>
    public static bool IdentifiesAlone(EntityKind kind) => (OnlyWithHealth >> (int)kind & 1) == 0 && kind is not (EntityKind.None or EntityKind.Secret);
}
