namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>A price book as it was read.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Models">Prices by type of provider and model id.</param>
/// <param name="Free">Types of providers that charge nothing for any model.</param>
/// <param name="Regional">Types of providers whose model ids name a region.</param>
internal sealed record PriceBookData(
    string Version,
    IReadOnlyDictionary<(string Provider, string Model), IReadOnlyList<ModelPrice>> Models,
    IReadOnlySet<string> Free,
    IReadOnlySet<string> Regional);
