using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Conversations;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class StickyClassesTests
{
    private const string Phi = "Patient John Smith, SSN 219-45-6789, has diabetes";

    private readonly FakeClock _clock = new();

    [Fact]
    public void Conversation_once_protected_stays_so_for_its_time()
    {
        var sticky = new StickyClasses(_clock, TimeSpan.FromHours(1));
        var key = sticky.KeyOf("tenant", "You are helpful.", Phi);
        sticky.Remember(key, Classified(Phi), Policies.Standard);

        Assert.True(sticky.Recall(sticky.KeyOf("tenant", "You are helpful.", Phi), Policies.Standard).Classes.Contains(DataClass.Phi));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(sticky.Recall(key, Policies.Standard).IsEmpty);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(sticky.Recall(key, Policies.Standard).IsEmpty);
    }

    [Fact]
    public void Conversations_and_tenants_are_told_apart()
    {
        var sticky = new StickyClasses(_clock, TimeSpan.FromHours(1));
        sticky.Remember(sticky.KeyOf("a", "conv-1"), Classified(Phi), Policies.Standard);

        Assert.False(sticky.Recall(sticky.KeyOf("a", "conv-1"), Policies.Standard).IsEmpty);
        Assert.True(sticky.Recall(sticky.KeyOf("b", "conv-1"), Policies.Standard).IsEmpty);
        Assert.True(sticky.Recall(sticky.KeyOf("a", "conv-2"), Policies.Standard).IsEmpty);
        Assert.NotEqual(sticky.KeyOf("t", "ab", "c"), sticky.KeyOf("t", "a", "bc"));
        Assert.NotEqual(sticky.KeyOf("t", "ab"), sticky.KeyOf("ta", "b"));
        Assert.NotEqual(sticky.KeyOf("t", "ab"), new StickyClasses(_clock, TimeSpan.FromHours(1)).KeyOf("t", "ab"));
    }

    [Fact]
    public void What_needs_no_protection_is_not_kept()
    {
        var sticky = new StickyClasses(_clock, TimeSpan.FromHours(1));
        sticky.Remember(sticky.KeyOf("a", "1"), Classified("hello"), Policies.Standard);

        Assert.Equal(0, sticky.Count);
    }

    [Fact]
    public void Later_turn_keeps_what_was_carried()
    {
        var sticky = new StickyClasses(_clock, TimeSpan.FromHours(1));
        var key = sticky.KeyOf("a", "1");
        sticky.Remember(key, Classified(Phi), Policies.Standard);
        _clock.Advance(TimeSpan.FromMinutes(50));
        sticky.Remember(key, Classified("and now?", sticky.Recall(key, Policies.Standard)), Policies.Standard);
        _clock.Advance(TimeSpan.FromMinutes(50));

        Assert.True(sticky.Recall(key, Policies.Standard).Classes.Contains(DataClass.Phi));
    }

    [Fact]
    public void Memory_is_bounded_and_what_was_forgotten_is_counted()
    {
        var sticky = new StickyClasses(_clock, TimeSpan.FromHours(1), capacity: 64);
        for (var i = 0; i < 1000; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            sticky.Remember(sticky.KeyOf("a", $"conversation {i}"), Classified(Phi), Policies.Standard);
            Assert.True(sticky.Count <= 64);
        }

        Assert.Equal(1000, sticky.Forgotten + sticky.Count);
        Assert.False(sticky.Recall(sticky.KeyOf("a", "conversation 999"), Policies.Standard).IsEmpty);
    }

    [Fact]
    public void Class_that_a_reload_removed_counts_as_the_protected_one()
    {
        var errors = new List<string>();
        var classes = DataClasses.Build([("crown-jewels", 900)], errors);
        classes.TryGet("crown-jewels", out var jewels);
        var before = Policies.Build(new CompliancePolicyConfig { Name = "p" }, classes);
        var sticky = new StickyClasses(_clock, TimeSpan.FromHours(1));
        var key = sticky.KeyOf("a", "1");
        using var scan = new TextScanner(before, TimeProvider.System).Begin();
        scan.Declare(jewels!);
        sticky.Remember(key, scan.Classify(), before);

        var carried = sticky.Recall(key, Policies.Standard);
        Assert.True(carried.Classes.Contains(DataClass.Phi));
        Assert.True(carried.Unredactable.Contains(DataClass.Phi));
    }

    private static DataClassification Classified(string text, CarriedClasses carried = default)
    {
        using var scan = new TextScanner(Policies.Standard, TimeProvider.System).Begin();
        scan.Carry(carried);
        scan.Add(FieldKind.User, text);
        return scan.Classify();
    }
}
