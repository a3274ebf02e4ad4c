using Gatehouse.EndToEnd.Ai.Vendors;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>A vendor dies at every point of its answer: what the reference promises, once, and billed once.</summary>
public sealed class VendorFaultTests(VendorFaults faults) : IClassFixture<VendorFaults>
{
    private const string Page = "docs/reference/ai-faults.md";

    private static readonly Dictionary<string, CutPoint> Points = new()
    {
        ["before the headers"] = CutPoint.BeforeHeaders,
        ["behind the headers"] = CutPoint.AfterHeaders,
        ["before the first token"] = CutPoint.BeforeFirstToken,
        ["in a text"] = CutPoint.MidText,
        ["in a text, in good order"] = CutPoint.EndInText,
        ["in a tool call"] = CutPoint.MidToolCall,
        ["behind the finish, without usage"] = CutPoint.BeforeUsage,
    };

    public static TheoryData<string, string, bool, bool, string> Cases()
    {
        var data = new TheoryData<string, string, bool, bool, string>();
        foreach (var row in DocumentTable.Read(Page, "faults"))
        {
            foreach (string vendor in row[1].Split(", "))
            {
                data.Add(row[0], vendor, false, false, row[2]);
                data.Add(row[0], vendor, false, true, row[3]);
                data.Add(row[0], vendor, true, false, row[4]);
                data.Add(row[0], vendor, true, true, row[5]);
            }
        }

        return data;
    }

    public static TheoryData<string, string, string, string, string> Dialects()
    {
        var data = new TheoryData<string, string, string, string, string>();
        foreach (var row in DocumentTable.Read(Page, "dialects"))
        {
            data.Add(row[0], row[1], row[2], row[3], row[4]);
        }

        return data;
    }

    [Fact]
    public void Reference_names_every_point_for_every_vendor() => Assert.Equal(
        Points.Keys.SelectMany(_ => faults.Vendors.All, (point, vendor) => $"{point} {vendor.Name}").Order(),
        DocumentTable.Read(Page, "faults").SelectMany(r => r[1].Split(", "), (r, vendor) => $"{r[0]} {vendor}").Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Vendor_that_dies_gives_what_the_reference_says(string point, string vendor, bool isStream, bool isBacked, string outcome)
    {
        var origin = faults.Vendors[vendor];
        int asked = origin.Asked.Count, backup = faults.Backup.Asked.Count;
        bool isCall = Points[point] == CutPoint.MidToolCall;
        origin.Queue((isCall ? new VendorPlay { Calls = [new PlayedCall("call_1", "get_weather", ["{\"city\":", "\"Paris\"}"])] } : VendorPlay.Saying("first ", "second")) with { Cut = Points[point] });

        var answer = await faults.AskAsync("/v1/chat/completions", $$"""
            {"model":"{{vendor}}-{{(isBacked ? "backed" : "alone")}}","stream":{{(isStream ? "true" : "false")}},"messages":[{"role":"user","content":"Hello"}],
             "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object"} } }]}
            """);

        bool isNext = outcome == "next";
        string outcomes = outcome switch
        {
            "502" => "vendor_failed",
            "next" => "vendor_failed, completed",
            "error event" => "stream_cut",
            _ => "completed",
        };
        var rows = await LedgerFile.RowsAsync(faults.Gateway, answer.RequestId, isNext ? 2 : 1);
        Assert.Equal(outcome == "502" ? 502 : 200, answer.Status);
        Assert.Equal((asked + 1, backup + (isNext ? 1 : 0)), (origin.Asked.Count, faults.Backup.Asked.Count));
        Assert.Equal(outcomes, string.Join(", ", rows.OrderByDescending(r => r.Deployment == vendor).Select(r => r.Outcome)));
        Assert.All(rows, r => Assert.True(r.Nano >= 0));
        Assert.Equal(isNext, answer.Text.Contains("backup", StringComparison.Ordinal));
        // What another deployment answers has nothing of the first one's answer, and nothing comes twice.
        string sign = isCall ? "get_weather" : "first";
        Assert.Equal(outcome is "error event" or "whole" ? 1 : 0, answer.Text.Split(sign).Length - 1);
        if (outcome == "502")
        {
            Assert.Equal("false", answer.ShouldRetry);
        }

        if (isStream && outcome != "502")
        {
            Assert.Equal(outcome != "error event", answer.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
            Assert.Equal(outcome == "error event", answer.Text.Contains("\"error\"", StringComparison.Ordinal));
        }

        if (outcome == "next")
        {
            var next = rows.Single(r => r.Deployment == "backup");
            Assert.Equal((11L, 7L, 25_000L), (next.Input, next.Output, next.Nano));
        }
        else if (outcome != "502")
        {
            Assert.True(rows[0].IsEstimated);
        }
    }

    // That an idle connection was closed cannot be told from a vendor that died at once: asked once more, on a fresh connection, within the attempt.
    [Fact]
    public async Task Connection_that_had_served_before_is_replaced_once_within_the_attempt()
    {
        var vendor = faults.Backup;
        const string Body = """{"model":"spare","messages":[{"role":"user","content":"Hello"}]}""";
        await faults.AskAsync("/v1/chat/completions", Body);
        int asked = vendor.Asked.Count;
        vendor.Queue(VendorPlay.Saying("lost") with { Cut = CutPoint.BeforeHeaders });

        var answer = await faults.AskAsync("/v1/chat/completions", Body);

        Assert.Equal((200, asked + 2), (answer.Status, vendor.Asked.Count));
        Assert.Equal("completed", Assert.Single(await LedgerFile.RowsAsync(faults.Gateway, answer.RequestId, 1)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Broken_stream_ends_with_the_dialects_error_event(string dialect, string path, string status, string sign, string terminator)
    {
        foreach (var vendor in faults.Vendors.All)
        {
            string model = $"{vendor.Name}-alone";
            string body = dialect switch
            {
                "Ollama" => $$"""{"model":"{{model}}","stream":STREAM,"messages":[{"role":"user","content":"Hello"}]}""",
                "Anthropic" => $$"""{"model":"{{model}}","stream":STREAM,"max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}""",
                "Bedrock" => """{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}""",
                "OpenAI responses" => $$"""{"model":"{{model}}","stream":STREAM,"store":false,"input":"Hello"}""",
                "OpenAI completions" or "Own" => $$"""{"model":"{{model}}","stream":STREAM,"prompt":"Hello"}""",
                _ => $$"""{"model":"{{model}}","stream":STREAM,"messages":[{"role":"user","content":"Hello"}]}""",
            };
            string target = path.Replace("{id}", model, StringComparison.Ordinal);
            vendor.Queue(VendorPlay.Saying("first ", "second") with { Cut = CutPoint.MidText }, VendorPlay.Saying("first ", "second") with { Cut = CutPoint.BeforeHeaders });

            var stream = await faults.AskAsync(target, body.Replace("STREAM", "true", StringComparison.Ordinal));
            var whole = await faults.AskAsync(target.Replace("converse-stream", "converse", StringComparison.Ordinal), body.Replace("STREAM", "false", StringComparison.Ordinal));

            Assert.Equal(200, stream.Status);
            Assert.Contains("first ", stream.Text, StringComparison.Ordinal);
            Assert.Contains(sign, stream.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(terminator, stream.Text, StringComparison.Ordinal);
            Assert.Equal(status, whole.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
