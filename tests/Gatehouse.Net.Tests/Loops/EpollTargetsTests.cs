using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Loops;

public sealed class EpollTargetsTests
{
    [Fact]
    public void Key_of_a_removed_registration_finds_nobody_although_its_slot_is_in_use_again()
    {
        var targets = new EpollTargets();
        var first = new Target();
        var second = new Target();
        ulong old = targets.Add(first);
        targets.Remove(old);
        ulong fresh = targets.Add(second);
        Assert.Equal((uint)old, (uint)fresh);
        Assert.Null(targets.Find(old));
        Assert.Same(second, targets.Find(fresh));
        targets.Remove(old);
        targets.Replace(old, first);
        Assert.Same(second, targets.Find(fresh));
    }

    [Fact]
    public void Table_grows_and_drains_what_is_left()
    {
        var targets = new EpollTargets();
        ulong[] keys = [.. Enumerable.Range(0, 1000).Select(_ => targets.Add(new Target()))];
        Assert.Equal(1000, keys.Distinct().Count());
        Assert.DoesNotContain(0UL, keys);
        Assert.DoesNotContain(ulong.MaxValue, keys);
        foreach (ulong key in keys.Take(400))
        {
            targets.Remove(key);
        }
        Assert.Equal(600, targets.Drain().Count);
    }

    private sealed class Target : IEpollTarget
    {
        public void OnEpoll(uint flags)
        {
        }

        public void OnLoopEnd()
        {
        }
    }
}
