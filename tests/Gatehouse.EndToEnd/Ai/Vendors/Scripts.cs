using System.Collections.Concurrent;

namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>What the vendors of the client tests do: by what is asked for, and by a mood in the name of the vendor's model.</summary>
internal sealed class Scripts(string vendor)
{
    /// <summary>Words in the name of a model: whole answers and streams hang; 429 for ever; 429 the first time; 400; 500.</summary>
    public static readonly string[] Moods = ["slow", "limited", "flaky", "picky", "broken"];

    private readonly ConcurrentDictionary<string, int> _seen = new();

    public VendorPlay Play(VendorAsk ask)
    {
        int seen = _seen.AddOrUpdate(ask.Model, 1, static (_, n) => n + 1);
        return Moods.FirstOrDefault(m => ask.Model.Contains(m, StringComparison.Ordinal)) switch
        {
            "slow" => VendorPlay.Saying("Once", " upon", " a time") with { Stalls = true },
            "limited" => VendorPlay.Refusing(429, new KeyValuePair<string, string>("retry-after", "7")),
            "flaky" when seen % 2 == 1 => VendorPlay.Refusing(429, new KeyValuePair<string, string>("retry-after", "1")),
            "picky" => VendorPlay.Refusing(400) with { Error = "temperature: must be smaller" },
            "broken" => VendorPlay.Refusing(500) with { Error = "stack trace with sk-secret-canary at 10.0.0.1" },
            _ => Answer(ask),
        };
    }

    private VendorPlay Answer(VendorAsk ask)
    {
        if (ask.ToolResults.Count > 0)
        {
            return VendorPlay.Saying("Tools said: ", string.Join(" and ", ask.ToolResults), ".");
        }

        if (ask.Tools.Contains("get_weather"))
        {
            return new VendorPlay
            {
                Calls =
                [
                    new PlayedCall("toolu_fake_1", "get_weather", ["{\"ci", "ty\": \"Pa", "ris\"}"]),
                    new PlayedCall("toolu_fake_2", "get_time", ["{\"zone\"", ": \"CET\"}"]),
                ],
            };
        }

        // The one tool that is no tool of the test is how a model without native schemas is made to answer in one.
        if (ask.Tools is [var only])
        {
            return new VendorPlay { Calls = [new PlayedCall("toolu_fake_3", only, ["{\"city\": \"Pa", "ris\", \"count\": 2}"])] };
        }

        if (ask.WantsSchema)
        {
            return VendorPlay.Saying("{\"city\": \"Pa", "ris\", \"count\": 2}");
        }

        var play = VendorPlay.Saying("Hello", " from ", vendor, ".");
        return ask.WantsThinking ? play with { Thinking = "Let me think." } : play;
    }
}
