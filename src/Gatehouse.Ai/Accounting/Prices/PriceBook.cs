using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>All prices. Immutable but for what it remembers of lookups.</summary>
internal sealed class PriceBook
{
    /// <summary>Lookups that are remembered; vendors name models in answers, so that the number is not ours to choose.</summary>
    private const int MaxRemembered = 4096;

    private readonly PriceBookData _data;
    private readonly IReadOnlyList<PriceOverride> _overrides;
    private readonly PriceSchedule _free;
    private readonly ConcurrentDictionary<(string Provider, string Model, string? Deployment), PriceSchedule?> _remembered = new();

    private PriceBook(PriceBookData data, IReadOnlyList<PriceOverride> overrides)
    {
        _data = data;
        _overrides = overrides;
        Version = overrides.Count == 0 ? data.Version : $"{data.Version}+{MarkOf(overrides)}";
        _free = new PriceSchedule(Version, [new ModelPrice { Rates = TokenRates.Free, BatchFactor = 1 }]);
    }

    /// <summary>The book in this program.</summary>
    public static PriceBook BuiltIn { get; } = new(PriceBookReader.ReadBuiltIn(), []);

    /// <summary>Date of the book, and a mark of the overrides: other prices, another version.</summary>
    public string Version { get; }

    /// <summary>The book in this program with prices of the configuration.</summary>
    public static PriceBook With(IReadOnlyList<PriceOverride> overrides) => overrides.Count == 0 ? BuiltIn : new PriceBook(BuiltIn._data, overrides);

    /// <summary>Another book.</summary>
    public static PriceBook Of(PriceBookData data, params IReadOnlyList<PriceOverride> overrides) => new(data, overrides);

    /// <summary>The prices of a model; null when they are not known.</summary>
    /// <param name="provider">Type of the provider: openai, anthropic, bedrock, ollama, sandbox, …</param>
    /// <param name="vendorModel">The vendor's id of the model, as configured or as in the vendor's answer.</param>
    /// <param name="deployment">Name of the deployment; null = none.</param>
    public PriceSchedule? Find(string provider, string vendorModel, string? deployment = null)
    {
        var key = (provider, vendorModel, deployment);
        if (_remembered.TryGetValue(key, out var known))
        {
            return known;
        }

        var found = Search(provider, vendorModel, deployment);
        if (_remembered.Count < MaxRemembered)
        {
            _remembered.TryAdd(key, found);
        }

        return found;
    }

    private PriceSchedule? Search(string provider, string vendorModel, string? deployment)
    {
        var id = VendorModelId.Parse(vendorModel);
        string? region = _data.Regional.Contains(provider) ? id.Region : null;
        foreach (bool isForDeployment in (ReadOnlySpan<bool>)[true, false])
        {
            ModelPrice[] own =
            [
                .. _overrides.Where(o => o.Deployment is not null == isForDeployment
                    && (o.Deployment is null || o.Deployment == deployment)
                    && (o.Provider is null || o.Provider == provider)
                    && (o.Model is null || o.Model == vendorModel || id.Spellings.Contains(o.Model))).Select(o => o.Price),
            ];
            if (own.Length > 0)
            {
                return new PriceSchedule(Version, own, region);
            }
        }

        foreach (string spelling in id.Spellings)
        {
            if (_data.Models.TryGetValue((provider, spelling), out var prices))
            {
                return new PriceSchedule(Version, prices, region);
            }
        }

        return _data.Free.Contains(provider) ? _free : null;
    }

    private static string MarkOf(IReadOnlyList<PriceOverride> overrides)
    {
        var text = new StringBuilder();
        foreach (var one in overrides)
        {
            var price = one.Price;
            text.Append(CultureInfo.InvariantCulture, $"{one.Deployment}|{one.Provider}|{one.Model}|{price.From:O}|{price.Rates}|{price.BatchFactor}");
            foreach (var tier in price.Tiers)
            {
                text.Append(CultureInfo.InvariantCulture, $"|{tier}");
            }

            foreach (var (name, factor) in price.ServiceTiers.Concat(price.Regions).OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"|{name}={factor}");
            }

            text.Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..8];
    }
}
