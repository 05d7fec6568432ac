import { Server, Mail, type Icon } from 'some-icons';
const country = { us: 'USA', eu: 'EU' } as const;
export interface Supplier { id: string; name: string; company?: string; location: string; state: 'live' | 'retired'; until?: string; icon: Icon }
// Order matters
export const SUPPLIERS: Supplier[] = [
  { id: 'nimbus', name: 'Nimbus Cloud', company: 'Nimbus Harbor, Inc.', location: country.us, state: 'live', icon: Server },
  {
    id: 'papyrus',
    name: "Papyrus (o'mail)", // trailing comment with , and }
    location: `EU (Frankfurt)`,
    state: 'retired',
    until: '2026-01-31',
    icon: Mail,
  },
];
export const CHANGELOG = [ { date: '2026-01-31', kind: 'retired', supplier: 'papyrus', summary: 'Papyrus retired' } ];
