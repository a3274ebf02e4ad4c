using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary>How many descriptors the process may have open; every connection is one.</summary>
public static class DescriptorLimit
{
    /// <summary>
    /// Raises the soft limit to the hard one, as nginx's <c>worker_rlimit_nofile</c> does on request, and returns the limit then in
    /// force. <see cref="long.MaxValue"/> = none, or none that this system tells.
    /// </summary>
    public static unsafe long Raise()
    {
        ResourceLimit limit;
        if (!OperatingSystem.IsLinux() || Libc.GetResourceLimit(ResourceLimit.OpenFiles, &limit) != 0)
        {
            return long.MaxValue;
        }

        if (limit.Current < limit.Maximum)
        {
            ulong current = limit.Current;
            limit.Current = limit.Maximum;
            if (Libc.SetResourceLimit(ResourceLimit.OpenFiles, &limit) != 0)
            {
                limit.Current = current;
            }
        }

        return limit.Current > long.MaxValue ? long.MaxValue : (long)limit.Current;
    }
}
