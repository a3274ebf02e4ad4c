using Gatehouse.Gateway.Identity.Cookies;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Cookies;

public sealed class EndedSessionsTests
{
    [Fact]
    public void Ended_session_is_known_under_its_purpose_only()
    {
        var ended = new EndedSessions();
        Assert.False(ended.Contains("p", "1"));

        ended.Add("p", "1", end: 100, now: 0);

        Assert.True(ended.Contains("p", "1"));
        Assert.False(ended.Contains("q", "1"));
        Assert.False(ended.Contains("p", "2"));
    }

    [Fact]
    public void Of_too_many_those_that_are_over_and_end_first_are_forgotten()
    {
        var ended = new EndedSessions(capacity: 8);
        for (int i = 0; i < 8; i++)
        {
            ended.Add("p", $"{i}", end: 100 + i, now: 0);
        }

        ended.Add("p", "new", end: 200, now: 102);

        Assert.Equal([3, 4, 5, 6, 7], Enumerable.Range(0, 8).Where(i => ended.Contains("p", $"{i}")).Except([2]));
        Assert.False(ended.Contains("p", "0"));
        Assert.False(ended.Contains("p", "1"));
        Assert.True(ended.Contains("p", "new"));
        for (int i = 0; i < 100; i++)
        {
            ended.Add("p", $"more {i}", end: 300, now: 102);
            Assert.InRange(ended.Count, 1, 8);
        }
    }
}
