namespace Gatehouse.Ai.Providers;

/// <summary>The languages of all kinds of providers. A new one is a new line where it is made.</summary>
internal sealed class ProviderCatalog(IReadOnlyDictionary<ProviderKind, Provider> providers)
{
    /// <summary>The language of a kind.</summary>
    public Provider this[ProviderKind kind] => providers[kind];
}
