using System.Globalization;
using System.Text;
using Gatehouse.EndToEnd.Ai.Vendors;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>No byte of a protected request reaches a public vendor, a log, a metric, the ledger or an error, whatever fails.</summary>
public sealed class LeakTests(LeakGateway hospital) : IClassFixture<LeakGateway>
{
    private static int _next;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, LeakCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Health_data_that_is_recognised_reaches_private_vendors_only(int index)
        => await CheckLeakAsync(LeakCase.All[index], canary => $"Patient Anna Schmidt, born 12 March 1961, MRN {canary}, was diagnosed with type 2 diabetes (E11.9) and takes metformin 500 mg.", isShort: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Harmless_words_that_are_declared_reach_private_vendors_only(int index) => await CheckLeakAsync(LeakCase.All[index], canary => $"the zebra is {canary}", "phi");

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Harmless_words_on_a_protected_route_reach_private_vendors_only(int index)
        => await CheckLeakAsync(LeakCase.All[index] with { Path = "/ward" + LeakCase.All[index].Path }, canary => $"the zebra is {canary}");

    [Fact]
    public async Task Class_that_nobody_knows_counts_as_the_highest() => await CheckLeakAsync(LeakCase.All[2], canary => $"the zebra is {canary}", "phy");

    [Fact]
    public async Task Text_too_long_to_be_scanned_counts_as_protected()
        => await CheckLeakAsync(LeakCase.All[2] with { Path = "/small" + LeakCase.All[2].Path }, canary => new string('x', 2000) + canary);

    [Fact]
    public async Task Conversation_that_had_health_data_stays_private()
    {
        string canary = Canary();
        await hospital.AskAsync("/v1/chat/completions", """{"model":"mixed","messages":[{"role":"user","content":"Patient Anna Schmidt, MRN 8837261, has diabetes."}]}""", conversation: canary);

        await hospital.AskAsync("/v1/chat/completions", $$"""{"model":"mixed","messages":[{"role":"user","content":"And how is {{canary}}?"}]}""", conversation: canary);

        Assert.Empty(await PlacesAsync(canary));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Personal_data_goes_out_as_a_placeholder_and_comes_back(bool isStream)
    {
        string canary = $"anna.{Canary()}@example.org";
        int asked = hospital.Public.All.Sum(v => v.Asked.Count);

        var answer = await hospital.AskAsync("/chat", $$"""{"model":"mixed","stream":{{(isStream ? "true" : "false")}},"prompt":"Write to {{canary}} please."}""");

        Assert.Equal((200, asked + 1), (answer.Status, hospital.Public.All.Sum(v => v.Asked.Count)));
        string text = string.Concat(answer.Text.Split("\"delta\":\"").Select((p, i) => i == 0 && isStream ? "" : p.Split("\"}")[0]));
        Assert.Contains($"Write to {canary} please.", text, StringComparison.Ordinal);
        Assert.Empty(await PlacesAsync(canary));
    }

    [Fact]
    public async Task Harmless_request_reaches_a_public_vendor()
    {
        string canary = Canary();
        Assert.Equal(200, (await hospital.AskAsync("/v1/chat/completions", $$"""{"model":"mixed","messages":[{"role":"user","content":"Explain {{canary}}."}]}""")).Status);
        // The test that finds nothing elsewhere would find it here.
        Assert.NotEmpty(await PlacesAsync(canary));
    }

    private async Task CheckLeakAsync(LeakCase request, Func<string, string> text, string? declared = null, bool isShort = true)
    {
        List<(string Name, IReadOnlyList<VendorPlay> Plays)> conditions =
        [
            ("all break off", [.. Enumerable.Repeat(VendorPlay.Saying("no") with { Cut = CutPoint.BeforeHeaders }, 12)]),
            ("well", []),
            ("all fail", [.. Enumerable.Repeat(VendorPlay.Refusing(503), 12)]),
            ("break off in the middle", [.. Enumerable.Repeat(VendorPlay.Saying("part ", "lost") with { Cut = CutPoint.MidText }, 12)]),
            ("limited", [.. Enumerable.Repeat(VendorPlay.Refusing(429, new KeyValuePair<string, string>("retry-after", "60")), 12)]),
        ];
        var sent = new Dictionary<string, string>();
        foreach (var (name, plays) in conditions.Take(isShort ? 2 : conditions.Count))
        {
            foreach (bool isStream in (bool[])[false, true])
            {
                string canary = Canary();
                foreach (var vendor in (FakeVendor[])[hospital.PrivateOllama, hospital.PrivateOpenAi])
                {
                    vendor.Unqueue();
                    vendor.Queue(plays);
                }

                var (path, body) = request.With(text(canary), isStream);
                var first = await hospital.AskAsync(path, body, declared);
                if (!isShort)
                {
                    // A cache would answer.
                    await hospital.AskAsync(path, body, declared);
                }

                if (plays.Count == 0)
                {
                    // A request that nobody takes proves nothing: it is one of those that are known, or it was answered.
                    Assert.Equal(request.IsRefused ? 4 : 2, first.Status / 100);
                }

                sent[canary] = $"private vendors: {name}, stream: {isStream}; {first.Status} {first.Text}";
                Assert.DoesNotContain("key-of-", first.Text, StringComparison.Ordinal);
            }
        }

        var places = await PlacesAsync(sent.Keys);
        Assert.True(places.Count == 0, $"{request.Field}: {string.Join("\n", places.Select(p => $"{p.Value} has {p.Key}: {sent[p.Key]}"))}");
    }

    private static string Canary() => string.Create(CultureInfo.InvariantCulture, $"7{Interlocked.Increment(ref _next):D5}4913");

    /// <summary>Public vendors, logs, metrics and files in which one of the texts stands, plain or in base64.</summary>
    private async Task<List<KeyValuePair<string, string>>> PlacesAsync(params IEnumerable<string> texts)
    {
        var sources = hospital.Public.All.SelectMany(v => v.Received, (v, bytes) => (Name: $"public vendor {v.Name}", Bytes: bytes)).ToList();
        sources.Add(("output of the process", Encoding.UTF8.GetBytes(hospital.Gateway.Process.Output + hospital.Gateway.Process.Error)));
        sources.Add(("metrics", await hospital.Client.GetByteArrayAsync(new Uri(hospital.Gateway.Status, "/metrics"))));
        foreach (string file in Directory.GetFiles(hospital.Gateway.FileOf("."), "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "owner.lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            sources.Add((Path.GetFileName(file), copy.ToArray()));
        }

        var found = new List<KeyValuePair<string, string>>();
        foreach (string text in texts)
        {
            byte[][] shapes = [Encoding.ASCII.GetBytes(text), .. Enumerable.Range(0, 3).Select(shift => Inner(text, shift))];
            found.AddRange(sources.Where(s => Array.Exists(shapes, shape => s.Bytes.AsSpan().IndexOf(shape) >= 0)).Select(s => KeyValuePair.Create(text, s.Name)));
        }

        return found;
    }

    // The part of a text's base64 that does not depend on what stands around it.
    private static byte[] Inner(string text, int shift)
    {
        string encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string(' ', shift) + text));
        return Encoding.ASCII.GetBytes(encoded[(shift == 0 ? 0 : 4)..^4]);
    }
}
