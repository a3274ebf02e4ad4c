using System.Net;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

public sealed class UsageEndpointsTests : IAsyncLifetime
{
    private readonly ControlApis _apis = new();

    public Task InitializeAsync() => _apis.InitializeAsync();

    public Task DisposeAsync() => _apis.DisposeAsync();

    [Fact]
    public async Task Sums_come_by_pages_that_name_the_next_one()
    {
        int seen = 0;
        for (string? next = "/ai/usage?group_by=consumer,model&from=2026-11-01&to=2026-12-01T00:00:00%2B01:00&consumer=a%26b"; next is not null;)
        {
            using var response = await _apis.Admin.GetAsync(next);
            var page = await ControlApis.JsonAsync(response);
            seen += page["data"]!.AsArray().Count;
            next = page["next"]?.GetValue<string>();
        }

        Assert.Equal(9, seen);
        Assert.Equal([0, 3, 6], _apis.Usage.Questions.Select(q => q.Offset));
        Assert.All(_apis.Usage.Questions, q =>
        {
            Assert.Equal(["consumer", "model"], q.GroupBy);
            Assert.Equal((new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 30, 23, 0, 0, TimeSpan.Zero)), (q.From, q.Until));
            Assert.Equal(("a&b", null, 100), (q.Consumer, q.Provider, q.Limit));
        });
    }

    [Fact]
    public async Task Sum_shows_its_keys_tokens_and_exact_cost()
    {
        using var response = await _apis.Admin.GetAsync("/ai/usage?group_by=day,provider&limit=1");
        var sum = (await ControlApis.JsonAsync(response))["data"]![0]!;

        Assert.Equal(
            """{"day":"day-0","provider":null,"attempts":0,"tokens":{"input":7,"output":null},"cost":0.00019,"currency":"USD","unpriced":1,"estimated":2}""",
            sum.ToJsonString());
    }

    [Fact]
    public async Task Csv_is_a_file()
    {
        using var response = await _apis.Admin.GetAsync("/ai/usage.csv?group_by=model");

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attempts\r\n1\r\n", await response.Content.ReadAsStringAsync());
        Assert.Equal(["model"], _apis.Usage.Questions.Single().GroupBy);
    }

    [Fact]
    public async Task Budgets_show_limits_and_what_was_spent()
    {
        using var response = await _apis.Admin.GetAsync("/ai/budgets?limit=7");
        var budgets = (await ControlApis.JsonAsync(response))["data"]!.AsArray();

        Assert.Equal(7, _apis.Usage.Questions.Single().Limit);
        Assert.Equal(
            """{"name":"b","scope":"consumer","consumer":null,"consumer_group":null,"model":null,"amount":5,"period":"day","resets_at":86400,"tokens_per_minute":null,"requests_per_minute":null,"max_concurrent":null,"spent":[{"consumer":"c1","consumer_name":null,"consumer_group":null,"model":null,"usd":1.25,"left":3.75}]}""",
            budgets[0]!.ToJsonString());
        Assert.Equal(1000, budgets[1]!["tokens_per_minute"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("/ai/usage?group_by=colour")]
    [InlineData("/ai/usage?group_by=day,day")]
    [InlineData("/ai/usage?from=yesterday")]
    [InlineData("/ai/usage?to=2026-13-01")]
    [InlineData("/ai/usage?limit=0")]
    [InlineData("/ai/usage?limit=1001")]
    [InlineData("/ai/usage?offset=-1")]
    [InlineData("/ai/usage?consumers=alice")]
    [InlineData("/ai/usage.csv?group_by=colour")]
    [InlineData("/ai/budgets?limit=x")]
    public async Task Query_that_is_none_is_refused(string path)
    {
        using var response = await _apis.Admin.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_apis.Usage.Questions);
    }

    [Theory]
    [InlineData("/ai/usage")]
    [InlineData("/ai/usage.csv")]
    [InlineData("/ai/budgets")]
    public async Task Database_that_is_away_is_503_and_its_message_is_not_told(string path)
    {
        _apis.Usage.IsAway = true;
        using var response = await _apis.Admin.GetAsync(path);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain("hunter2", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_api_has_none_of_it()
    {
        using var response = await _apis.Status.GetAsync("/ai/usage");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
