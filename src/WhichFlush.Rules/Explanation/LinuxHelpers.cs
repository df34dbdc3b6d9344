using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Changes;
using WhichFlush.Rules.Requirements;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Rules.Explanation;

/// <summary>The Linux 7.x helper that performs the invalidation of an answer.</summary>
internal static class LinuxHelpers
{
    public static LinuxHelper Of(in Transition t, in Decision decision)
    {
        Requirement r = decision.Requirement;
        ref readonly TranslationContext context = ref t.Context;
        if (r.Scope == Scope.None)
        {
            return new("none", "No TLBI is needed.");
        }

        if (r.Scope == Scope.Outer)
        {
            return new("none", "Linux invalidates the Inner Shareable domain; it has no helper with OS forms.");
        }

        return context.Stage == Stage.Two ? StageTwo(r)
            : context.Regime is Regime.El2 or Regime.El3 ? new("none", "Linux has no page table helper for this regime; KVM's EL2 code issues the TLBI itself.")
            : !context.Tge && context.Regime == Regime.El20 ? new("none", "Linux runs EL2&0 with TGE = 1; there is no helper with E2 forms.")
            : StageOne(t, r);
    }

    private static LinuxHelper StageTwo(Requirement r) => r.Reach switch
    {
        Reach.LastLevelEntry when r.Scope == Scope.Local => new("__kvm_tlb_flush_vmid_ipa_nsh(mmu, ipa, level)", "IPAS2E1; DSB NSH; VMALLE1, non-shareable; Linux uses the any-level form."),
        Reach.LastLevelEntry or Reach.EntryWithWalk => new("__kvm_tlb_flush_vmid_ipa(mmu, ipa, level)", "IPAS2E1IS; DSB ISH; VMALLE1IS; Linux uses the any-level form."),
        Reach.Run when r.Scope == Scope.Local => new("none", "KVM has no non-shareable helper for a run; call __kvm_tlb_flush_vmid_ipa_nsh for each member, or broadcast with kvm_tlb_flush_vmid_range."),
        Reach.Run => new("kvm_tlb_flush_vmid_range(mmu, addr, size)", "A range operation, or the whole VMID without FEAT_TLBIRANGE."),
        _ when r.Scope == Scope.Local => new("none", "KVM invalidates a removed table on all PEs: kvm_tlb_flush_vmid_range, or __kvm_tlb_flush_vmid."),
        Reach.SpanWithWalks => new("kvm_tlb_flush_vmid_range(mmu, addr, size)", "A range operation over the span; without FEAT_TLBIRANGE it comes to __kvm_tlb_flush_vmid(mmu)."),
        _ => new("__kvm_tlb_flush_vmid(mmu)", "VMALLS12E1IS: everything of the VMID."),
    };

    private static LinuxHelper StageOne(in Transition t, Requirement r)
    {
        bool kernel = t.Context.Address is ulong va ? Bits.IsSet(va, 55) : r.Asids != Asids.One && t.OldKind != DescriptorKind.Table;
        if (r.Scope == Scope.Local)
        {
            return r.Reach switch
            {
                Reach.LastLevelEntry when !kernel => new("local_flush_tlb_page(vma, addr)", "VALE1 for the mm's ASID, non-shareable."),
                Reach.Run when !kernel => new("__flush_tlb_range(vma, start, end, stride, level, TLBF_NOWALKCACHE | TLBF_NOBROADCAST)", "VALE1 for each member, or one range operation, non-shareable."),
                _ => new("local_flush_tlb_all()", "VMALLE1, non-shareable: Linux has no narrower local helper here."),
            };
        }

        return r.Reach switch
        {
            Reach.LastLevelEntry when kernel => new("flush_tlb_kernel_range(start, end)", "VAALE1IS for the page; Linux flushes kernel mappings for all ASIDs."),
            Reach.LastLevelEntry when r.Asids != Asids.One => new("flush_tlb_all()", "A user address for all ASIDs: Linux has no narrower helper; VMALLE1IS."),
            Reach.LastLevelEntry => new("flush_tlb_page(vma, addr)", "VALE1IS for the mm's ASID."),
            Reach.Run when kernel => new("flush_tlb_kernel_range(start, end)", "VAALE1IS for each member, or one range operation."),
            Reach.Run => new("__flush_tlb_range(vma, start, end, stride, level, TLBF_NOWALKCACHE)", "VALE1IS for each member, or one range operation."),
            Reach.EntryWithWalk when !kernel => new("tlb_flush(tlb)", "A user table that is freed through an mmu_gather: VAE1IS of the mm's ASID for one address, any level; it suffices where the table is walked under that ASID only."),
            Reach.EntryWithWalk => new("__flush_tlb_kernel_pgtable(addr)", "VAAE1IS for one address: removes the walk entry of an empty table."),
            _ when kernel => new("flush_tlb_all()", "VMALLE1IS; flush_tlb_kernel_range removes last-level entries only, and would leave the walk entry."),
            _ => new("tlb_flush(tlb)", "A user table that is freed through an mmu_gather: __flush_tlb_range without TLBF_NOWALKCACHE, RVAE1IS or VAE1IS of the mm's ASID over the range at any level; it suffices where the table is walked under that ASID only. "
                + "For a long range without FEAT_TLBIRANGE Linux takes ASIDE1IS, which is disputed for walk entries (RFKSVM)."),
        };
    }
}
