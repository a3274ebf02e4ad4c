using Gatehouse.Gateway.Snapshots;
using Xunit;

namespace Gatehouse.Gateway.Tests.Snapshots;

public sealed class SnapshotLeaseTests
{
    [Fact]
    public void Lease_retired_on_every_loop_without_exchanges_is_drained()
    {
        int drained = 0;
        var lease = new SnapshotLease(2, () => drained++);
        lease.Retire(0);
        Assert.Equal(0, drained);
        lease.Retire(1);
        Assert.Equal(1, drained);
    }

    [Fact]
    public void Lease_waits_for_the_last_exchange_of_each_loop()
    {
        int drained = 0;
        var lease = new SnapshotLease(2, () => drained++);
        lease.Enter(0);
        lease.Enter(0);
        lease.Enter(1);
        lease.Retire(0);
        lease.Retire(1);
        lease.Leave(0);
        lease.Leave(1);
        Assert.Equal(0, drained);
        lease.Leave(0);
        Assert.Equal(1, drained);
    }

    [Fact]
    public void Lease_in_use_is_not_drained_by_exchanges_that_end()
    {
        int drained = 0;
        var lease = new SnapshotLease(1, () => drained++);
        lease.Enter(0);
        lease.Leave(0);
        lease.Enter(0);
        lease.Leave(0);
        Assert.Equal(0, drained);
    }
}
