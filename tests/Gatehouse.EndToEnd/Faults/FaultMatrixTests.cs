using Gatehouse.TestKit.Http;
using Xunit;

namespace Gatehouse.EndToEnd.Faults;

/// <summary>Every fault of an upstream against every shape of request: what the client sees, what the log says, what remains.</summary>
public sealed class FaultMatrixTests(FaultGateway fixture) : IClassFixture<FaultGateway>
{
    private const string BadGateway = "An invalid response was received from the upstream server";
    private const string TimedOut = "The upstream server is timing out";

    public static TheoryData<string, string, int, string, string> Answered()
    {
        (string Fault, int Status, string Text, string Label)[] rows =
        [
            ("/f/close", 502, BadGateway, "upstream_reset"),
            ("/f/reset", 502, BadGateway, "upstream_reset"),
            ("/f/half-head", 502, BadGateway, "upstream_invalid_response"),
            ("/f/garbage", 502, BadGateway, "upstream_invalid_response"),
            ("/f/cl-and-te", 502, BadGateway, "upstream_invalid_response"),
            ("/f/two-lengths", 502, BadGateway, "upstream_invalid_response"),
            ("/f/split-header", 502, BadGateway, "upstream_invalid_response"),
            ("/f/unasked-101", 502, BadGateway, "upstream_invalid_response"),
            ("/f/bad-chunk", 502, BadGateway, "upstream_invalid_response"),
            ("/f/huge-head", 502, BadGateway, "upstream_invalid_response"),
            ("/f/stall-head", 504, TimedOut, "upstream_timeout"),
            ("/f/stall-half-head", 504, TimedOut, "upstream_timeout"),
            ("/f/many-1xx", 502, BadGateway, "upstream_invalid_response"),
            ("/refused", 502, BadGateway, "upstream_connect_failed"),
        ];
        var data = new TheoryData<string, string, int, string, string>();
        foreach (var row in rows)
        {
            foreach (string shape in RequestShape.All)
            {
                data.Add(row.Fault, shape, row.Status, row.Text, row.Label);
            }
        }

        return data;
    }

    public static TheoryData<string, string> Broken()
    {
        string[] faults =
        [
            "late-bad-chunk", "late-close-chunked", "late-close-length", "late-reset-length", "late-reset-chunked",
            "late-reset-until-close", "late-stall",
        ];
        var data = new TheoryData<string, string>();
        foreach (string fault in faults)
        {
            foreach (string shape in RequestShape.All)
            {
                data.Add("/f/" + fault, shape);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task Upstream_fault_before_an_answer_is_answered_with_kongs_text(string fault, string shape, int status, string text, string label)
    {
        string target = fixture.Target(fault);
        await using var client = await fixture.ConnectAsync();
        await RequestShape.SendAsync(client, shape, target);
        var answer = await client.ReadResponseAsync();
        while (answer.Status < 200)
        {
            answer = await client.ReadResponseAsync();
        }

        Assert.Equal(status, answer.Status);
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
        var line = await LogFile.LineAsync(fixture.Gateway, target);
        Assert.Equal(label, LogFile.Rejection(line));
        Assert.Equal(status, line.GetProperty("response").GetProperty("status").GetInt32());
        var tries = line.GetProperty("tries").EnumerateArray().ToList();

        // A GET that met a pooled connection of an earlier case may have been repeated once on a fresh one.
        bool mayRepeat = shape == "get" && fault is "/f/close" or "/f/reset";
        Assert.InRange(tries.Count, fault == "/refused" ? 2 : 1, fault == "/refused" || mayRepeat ? 2 : 1);
        Assert.All(tries, attempt => Assert.Equal(("failed", status), (attempt.GetProperty("state").GetString(), attempt.GetProperty("code").GetInt32())));
        await fixture.AssertServesAsync();
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Upstream_fault_inside_an_answer_never_looks_like_its_end(string fault, string shape)
    {
        string target = fixture.Target(fault);
        await using var client = await fixture.ConnectAsync();
        await RequestShape.SendAsync(client, shape, target);
        Assert.Equal("HTTP/1.1 200 OK\r\n", System.Text.Encoding.Latin1.GetString(await client.Reader.ReadExactlyAsync(17)));
        fixture.Seen(target);
        // A reset: neither a last chunk, nor the declared length, nor an orderly end.
        await Assert.ThrowsAnyAsync<IOException>(() => client.ReadToEndAsync());
        var line = await LogFile.LineAsync(fixture.Gateway, target);
        Assert.Equal("upstream_body_truncated", LogFile.Rejection(line));
        Assert.Equal("failed", line.GetProperty("tries")[0].GetProperty("state").GetString());
        await fixture.AssertServesAsync();
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("too-much")]
    [InlineData("trailers")]
    [InlineData("until-close")]
    public async Task Odd_answer_arrives_whole_and_alone(string oddity)
    {
        foreach (string shape in RequestShape.All)
        {
            string target = fixture.Target("/f/" + oddity);
            await using var client = await fixture.ConnectAsync();
            await RequestShape.SendAsync(client, shape, target);
            var answer = await client.ReadResponseAsync();
            Assert.Equal((200, "whole"), (answer.Status, answer.Text));
            Assert.Equal(oddity == "trailers" ? 1 : 0, answer.Trailers.Count);

            // What came behind the answer belongs to nobody.
            var next = await client.ExchangeAsync($"GET {fixture.Target("/f/ok")} HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal((200, "whole"), (next.Status, next.Text));
            Assert.Equal("none", LogFile.Rejection(await LogFile.LineAsync(fixture.Gateway, target)));
        }
    }

    [Fact]
    public async Task Early_hints_reach_the_client_before_the_answer_and_never_a_client_of_http_1_0()
    {
        await using var client = await fixture.ConnectAsync();
        await RequestShape.SendAsync(client, "get", fixture.Target("/f/hints"));
        var first = await client.ReadResponseAsync();
        var second = await client.ReadResponseAsync();
        var last = await client.ReadResponseAsync();
        Assert.Equal((103, "</a>", 103, "</b>", 200), (first.Status, first.Header("Link"), second.Status, second.Header("Link"), last.Status));
        Assert.Null(last.Header("Link"));

        await using var old = await fixture.ConnectAsync();
        var only = await old.ExchangeAsync($"GET {fixture.Target("/f/hints")} HTTP/1.0\r\nHost: a\r\n\r\n");
        Assert.Equal(200, only.Status);
    }

    [Fact]
    public async Task Chunked_answer_to_a_client_of_http_1_0_ends_with_the_connection()
    {
        await using var client = await fixture.ConnectAsync();
        await client.SendAsync($"GET {fixture.Target("/f/trailers")} HTTP/1.0\r\nHost: a\r\n\r\n");
        HttpMessage answer = await client.ReadResponseAsync();
        Assert.Equal("whole", answer.Text);
        Assert.Empty(answer.All("Transfer-Encoding"));
    }

    [Fact]
    public async Task Answer_before_the_end_of_a_streamed_body_does_not_wait_for_the_body()
    {
        string target = fixture.Target("/f/early");
        await using var client = await fixture.ConnectAsync();
        await client.SendAsync($"POST {target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n");
        var answer = await client.ReadResponseAsync();
        Assert.Equal((403, "whole"), (answer.Status, answer.Text));

        // The exchange is over although the client never sent the rest.
        Assert.Equal("none", LogFile.Rejection(await LogFile.LineAsync(fixture.Gateway, target)));
        await fixture.AssertServesAsync();
    }
}
