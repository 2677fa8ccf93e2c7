import type { Clicker } from '../../../src/remediation/approval.ts';

export const approverRole = 'role-approver';
export const knox: Clicker = { id: '7', name: 'Knox', roles: [approverRole], bot: false };
export const ada: Clicker = { id: '8', name: 'Ada', roles: [approverRole, 'other'], bot: false };
export const eve: Clicker = { id: '10', name: 'Eve', roles: [approverRole], bot: false };
export const guest: Clicker = { id: '9', name: 'Guest', roles: ['other'], bot: false };
export const robot: Clicker = { id: '11', name: 'Robot', roles: [approverRole], bot: true };
