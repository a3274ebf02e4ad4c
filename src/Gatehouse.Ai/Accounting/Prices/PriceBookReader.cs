using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Ai.Accounting.Prices;

/// <summary>Reads a price book. Strict: a member that it does not know is an error, because it might have been a price.</summary>
internal static class PriceBookReader
{
    private const string Resource = "Gatehouse.Ai.Accounting.Prices.prices.json";

    /// <summary>The book in this program.</summary>
    public static PriceBookData ReadBuiltIn()
    {
        using var stream = typeof(PriceBookReader).Assembly.GetManifestResourceStream(Resource)!;
        using var document = JsonDocument.Parse(stream);
        return Read(document.RootElement);
    }

    /// <summary>Reads a book.</summary>
    /// <exception cref="FormatException">It is not one; the message says where.</exception>
    public static PriceBookData Read(JsonElement root)
    {
        Expect(root, "book", "version", "note", "providers");
        string version = root.GetProperty("version").GetString()!;
        var models = new Dictionary<(string, string), IReadOnlyList<ModelPrice>>();
        var free = new HashSet<string>();
        var regional = new HashSet<string>();
        foreach (var provider in root.GetProperty("providers").EnumerateArray())
        {
            Expect(provider, "provider", "names", "batch", "service_tiers", "derive", "free", "id_names_region", "models");
            foreach (string name in Strings(provider, "names"))
            {
                _ = IsTrue(provider, "free") && free.Add(name);
                _ = IsTrue(provider, "id_names_region") && regional.Add(name);
                foreach (var model in provider.GetProperty("models").EnumerateArray())
                {
                    Add(models, name, provider, model);
                }
            }
        }

        return new PriceBookData(version, models, free, regional);
    }

    private static void Add(Dictionary<(string, string), IReadOnlyList<ModelPrice>> models, string provider, JsonElement defaults, JsonElement model)
    {
        Expect(model, "model", [.. RateNames, "ids", "prices", "long", "regions", "service_tiers", "batch"]);
        ModelPrice[] prices = model.TryGetProperty("prices", out var dated)
            ? [.. dated.EnumerateArray().Select(p => PriceOf(p, model, defaults))]
            : [PriceOf(model, model, defaults)];
        foreach (string id in Strings(model, "ids"))
        {
            if (!models.TryAdd((provider, id), prices))
            {
                throw new FormatException($"{provider}: {id} is priced twice");
            }
        }
    }

    private static readonly string[] RateNames =
        ["input", "cache_read", "cache_write", "cache_write_hour", "input_audio", "input_image", "output", "reasoning", "output_audio"];

    private static ModelPrice PriceOf(JsonElement price, JsonElement model, JsonElement provider)
    {
        if (!price.Equals(model))
        {
            Expect(price, "price", [.. RateNames, "from"]);
        }

        var rates = RatesOf(price);
        if (provider.TryGetProperty("derive", out var derive) && rates.Input is { } input)
        {
            var factors = RatesOf(derive);
            rates = rates.Or(new TokenRates
            {
                CacheRead = factors.CacheRead * input,
                CacheWrite = factors.CacheWrite * input,
                CacheWriteHour = factors.CacheWriteHour * input,
            });
        }

        return new ModelPrice
        {
            From = price.TryGetProperty("from", out var from)
                ? DateTimeOffset.ParseExact(from.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : DateTimeOffset.MinValue,
            Rates = rates,
            Tiers = model.TryGetProperty("long", out var tier)
                ? [new PriceTier(tier.GetProperty("above").GetInt64(), rates.Scaled(Number(tier, "input") ?? 1, Number(tier, "output") ?? 1))]
                : [],
            BatchFactor = Number(model, "batch") ?? Number(provider, "batch"),
            ServiceTiers = FactorsOf(model, "service_tiers") ?? FactorsOf(provider, "service_tiers") ?? [],
            Regions = FactorsOf(model, "regions") ?? [],
        };
    }

    private static TokenRates RatesOf(JsonElement from) => new()
    {
        Input = Number(from, "input"),
        CacheRead = Number(from, "cache_read"),
        CacheWrite = Number(from, "cache_write"),
        CacheWriteHour = Number(from, "cache_write_hour"),
        InputAudio = Number(from, "input_audio"),
        InputImage = Number(from, "input_image"),
        Output = Number(from, "output"),
        Reasoning = Number(from, "reasoning"),
        OutputAudio = Number(from, "output_audio"),
    };

    private static decimal? Number(JsonElement from, string name) => from.TryGetProperty(name, out var value) ? value.GetDecimal() : null;

    private static bool IsTrue(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.GetBoolean();

    private static IEnumerable<string> Strings(JsonElement from, string name) => from.GetProperty(name).EnumerateArray().Select(v => v.GetString()!);

    private static Dictionary<string, decimal>? FactorsOf(JsonElement from, string name)
        => from.TryGetProperty(name, out var factors) ? factors.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetDecimal()) : null;

    private static void Expect(JsonElement element, string what, params IReadOnlyList<string> names)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name))
            {
                throw new FormatException($"a {what} has no member '{member.Name}'");
            }
        }
    }
}
